import { createSignal } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { matches, readFilter, type WrittenFilter } from "../../domain/filter.ts";
import { done, foresee, heard, type Pending, type PendingList, refused } from "./pending.ts";

/** What the reader has done to rows and the server has not confirmed yet, laid over them. */
export interface Overlays {
  readonly add: (pending: Pending) => void;
  /** Takes that one back. */
  readonly refused: (pending: Pending) => void;
  /** The server has done it, with this answer. */
  readonly done: (pending: Pending, answer: Alert) => void;
  /** The rows have in them what happened up to that place in the log. */
  readonly heard: (to: number) => void;
  /** Takes all of them back: they were of rows that are no longer meant. */
  readonly clear: () => void;
  /** The alert as it will be. */
  readonly on: (alert: Alert) => Alert;
  /** The rows as they will be, without those that will no longer match. */
  readonly over: (rows: readonly Alert[], filter: WrittenFilter) => readonly Alert[];
}

export function createOverlays(): Overlays {
  const [list, setList] = createSignal<PendingList>([]);

  return {
    add: (pending) => void setList((before) => [...before, pending]),
    refused: (pending) => void setList((before) => refused(before, pending)),
    done: (pending, answer) => void setList((before) => done(before, pending, answer)),
    heard: (to) => {
      if (list().some(({ seq = Infinity }) => seq <= to)) setList((before) => heard(before, to));
    },
    clear: () => void setList([]),
    on: (alert) => foresee(alert, list()),
    over: (rows, filter) => {
      if (list().length === 0) return rows;
      const touched = new Set(list().map(({ alertId }) => alertId));
      const wanted = readFilter(filter);
      return rows.flatMap((row) => {
        if (!touched.has(row.id)) return [row];
        const expected = foresee(row, list());
        return expected === row || matches(wanted, expected) ? [expected] : [];
      });
    },
  };
}
