import type { Time } from "../../../../domain/alert.ts";
import { type Memory, NO_MEMORY } from "../../../../domain/memory.ts";
import { isoTime } from "../../engine/iso-time.ts";

/** What is remembered of an alert, as it lies in the file beside its row. */
export interface MemoryRow {
  readonly starts: string;
  readonly paid_until: number | null;
}

export function readMemory({ starts, paid_until: paidUntil }: MemoryRow): Memory {
  return {
    ...NO_MEMORY,
    // Most are told under one start.
    starts: starts === "[]" ? [] : (JSON.parse(starts) as Time[]),
    paidUntil: paidUntil === null ? null : isoTime(paidUntil),
  };
}
