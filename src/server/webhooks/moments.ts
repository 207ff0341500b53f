import "server-only";
import { LRUCache } from "lru-cache";
import type { Alert } from "../../domain/alert.ts";
import type { RecordedEvent } from "../../domain/event.ts";
import { ok, type Result } from "../../domain/problem.ts";
import { asResult } from "../store/refusal.ts";
import type { Commit, Moment, Moments, Store } from "../store/store.ts";

/** Changes that are kept until they are asked for, and characters of their texts, about. */
const ROOM = { max: 2_000, maxSize: 16_000_000 } as const;

interface Heard {
  readonly before: Alert | null;
  readonly after: Alert;
}

/**
 * Events with the alert before and after each. What was committed just now is known from the commit; the
 * rest is made anew from the log.
 */
export function createMoments(store: Pick<Store, "eventsAfter" | "moments">) {
  const heard = new LRUCache<number, Heard>({ ...ROOM, sizeCalculation: sizeOf });
  const known = new LRUCache<number, Moment>({ ...ROOM, sizeCalculation: sizeOf });

  function hear({ changes }: Commit): void {
    for (const { before, after } of changes) {
      if (after === null) known.clear();
      else heard.set(after.seq, { before, after });
    }
  }

  /** The next events after one, of which those that nobody wants are passed over, and how far they go. */
  async function after(
    seq: number,
    limit: number,
    isWanted: (event: RecordedEvent) => boolean,
  ): Promise<Result<Moments>> {
    const read = await asResult(async () => ok(await store.eventsAfter(seq, limit)));
    if (!read.ok) return read;
    const events = read.value;
    for (const event of events) {
      const change = heard.get(event.seq);
      heard.delete(event.seq);
      if (change !== undefined) known.set(event.seq, { event, ...change });
    }
    const moments = await of(events.filter(isWanted).map((event) => event.seq));
    const to = events.at(-1)?.seq ?? seq;
    return moments.ok && moments.value.isWhole
      ? ok({ moments: moments.value.moments, to })
      : moments;
  }

  /** As the store says it, whose answer may end before the last of them; `isWhole` where it does not. */
  async function of(
    seqs: readonly number[],
  ): Promise<Result<Moments & { readonly isWhole: boolean }>> {
    const missing = seqs.filter((seq) => !known.has(seq));
    const read = missing.length === 0 ? ok({ moments: [], to: 0 }) : await store.moments(missing);
    if (!read.ok) return read;
    const found = new Map(read.value.moments.map((moment) => [moment.event.seq, moment]));
    const firstLeft = missing.find((seq) => seq > read.value.to) ?? Infinity;
    const told = seqs.filter((seq) => seq < firstLeft);
    const moments = told.flatMap((seq) => known.get(seq) ?? found.get(seq) ?? []);
    for (const moment of found.values()) known.set(moment.event.seq, moment);
    return ok({ moments, to: told.at(-1) ?? 0, isWhole: firstLeft === Infinity });
  }

  return { hear, after, of };
}

function sizeOf({ before, after }: Heard): number {
  return 1_000 + textOf(before) + textOf(after);
}

function textOf(alert: Alert | null): number {
  if (alert === null) return 0;
  const pairs = Object.values(alert.annotations);
  return pairs.reduce((sum, text) => sum + text.length, alert.description.length);
}
