import type { Alert } from "../../domain/alert.ts";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { type Change, coalesce, diffOf } from "../../domain/diff.ts";
import { EVERYTHING, matches } from "../../domain/filter.ts";
import type { Ids, Page } from "../../protocol/page.ts";
import type { Update } from "./window.ts";

/** A server small enough to be believed: a list of rows and a log of what happened to them. */
export class ModelServer {
  #rows = new Map<number, Alert>();
  #changes: Change[] = [];

  get seq(): number {
    return this.#changes.length;
  }

  open(): void {
    this.#record(null, anAlert({ id: this.#rows.size + 1 }));
  }

  /** Changes the title of a row. */
  retitle(id: number): void {
    this.#change(id, { title: `title ${this.seq}` });
  }

  /** Deletes a row, or restores it where it is deleted. */
  toggle(id: number): void {
    const deletedAt = this.#rows.get(id)?.deletedAt ? null : "2026-01-02T00:00:00.000Z";
    this.#change(id, { deletedAt });
  }

  #change(id: number, fields: Partial<Alert>): void {
    const before = this.#rows.get(id);
    if (before) this.#record(before, { ...before, ...fields });
  }

  #record(before: Alert | null, after: Alert): void {
    const row = { ...after, seq: this.seq + 1 };
    this.#rows.set(row.id, row);
    this.#changes.push({ before, after: row });
  }

  /** Every row of the feed, newest first. */
  rows(): Alert[] {
    return [...this.#rows.values()].filter((row) => matches(EVERYTHING, row)).reverse();
  }

  ids(): number {
    return this.#rows.size;
  }

  newest(): number {
    return this.rows()[0]?.id ?? 0;
  }

  /** A page with `id` about in its middle. */
  around(id: number, limit: number): Page {
    const newer = this.rows().filter((row) => row.id > id);
    return this.page(newer.at(-limit / 2)?.id ?? this.newest(), limit);
  }

  /** At most `limit` rows from `from` on down, or up from `from` where `up`. */
  page(from: number, limit: number, up = false): Page {
    const rows = this.rows();
    const beyond = up ? rows.filter(({ id }) => id >= from) : rows.filter(({ id }) => id <= from);
    const alerts = up ? beyond.slice(-limit) : beyond.slice(0, limit);
    const first = alerts[0]?.id ?? from;
    const last = alerts.at(-1)?.id ?? from;
    return {
      alerts,
      older: rows.some(({ id }) => id < last) ? "older" : null,
      newer: rows.some(({ id }) => id > first) ? "newer" : null,
      head: { epoch: "model", seq: this.seq },
    };
  }

  /** The ids above `after`, as the server counts them. */
  idsAbove(after: number): Ids {
    const ids = this.rows().map(({ id }) => id);
    const head = { epoch: "model", seq: this.seq };
    return { ids: ids.filter((id) => id > after), newer: null, head };
  }

  /** What changed after `from`, up to and including `to`. */
  diff(from: number, to: number): Update {
    return { ...diffOf(EVERYTHING, coalesce(this.#changes.slice(from, to))), to };
  }

  /** The same as {@link diff} from the rows alone, as after a reconnect. */
  catchUp(from: number): Update {
    const changed = [...this.#rows.values()].filter((row) => row.seq > from);
    const [put, gone] = [true, false].map((is) =>
      changed.filter((row) => matches(EVERYTHING, row) === is),
    );
    return { put: put ?? [], patch: [], remove: (gone ?? []).map(({ id }) => id), to: this.seq };
  }
}
