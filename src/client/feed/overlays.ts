import { createSignal } from "solid-js";
import type { Alert } from "../../shared/alert.ts";
import { matches, readFilter, type WrittenFilter } from "../../shared/filter.ts";

/** Fields that the reader has changed and that the server has not confirmed yet. */
export interface Overlays {
  readonly of: (id: number) => Partial<Alert> | undefined;
  /** Null takes them back. */
  readonly set: (id: number, fields: Partial<Alert> | null) => void;
  /** Takes all of them back: they were of rows that are no longer meant. */
  readonly clear: () => void;
  /** The rows as they will be, without those that will no longer match. */
  readonly over: (rows: readonly Alert[], filter: WrittenFilter) => readonly Alert[];
}

export function createOverlays(): Overlays {
  const [overlays, setOverlays] = createSignal<ReadonlyMap<number, Partial<Alert>>>(new Map());

  return {
    of: (id) => overlays().get(id),
    set: (id, fields) => {
      const next = new Map(overlays());
      if (fields === null) next.delete(id);
      else next.set(id, fields);
      setOverlays(next);
    },
    clear: () => setOverlays(new Map()),
    over: (rows, filter) => {
      if (overlays().size === 0) return rows;
      const wanted = readFilter(filter);
      return rows.flatMap((row) => {
        const fields = overlays().get(row.id);
        if (fields === undefined) return [row];
        const expected = { ...row, ...fields };
        return matches(wanted, expected) ? [expected] : [];
      });
    },
  };
}
