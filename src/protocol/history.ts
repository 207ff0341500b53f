import * as v from "valibot";

/** Entries of a history that the page reads at once. */
export const HISTORY_SIZE = 100;
/** Entries in one answer, also where nothing else is asked for: most histories are shorter. */
export const MAX_HISTORY_SIZE = 1_000;

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/**
 * An event as the log tells of it. Repeats that follow each other are one entry: the last of them,
 * which then says how many there are (`count`) and which was the first (`since`); its
 * `data.starts` are those of all, the latest of them.
 */
const historyEntrySchema = v.object({
  seq: count,
  type: v.string(),
  version: count,
  recordedAt: v.string(),
  actor: v.string(),
  data: v.record(v.string(), v.unknown()),
  count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2))),
  since: v.optional(v.object({ seq: count, recordedAt: v.string() })),
});
export type HistoryEntry = Readonly<v.InferOutput<typeof historyEntrySchema>>;

/**
 * A stretch of an alert's history, oldest first. `older` and `newer` are cursors to what lies beyond
 * either end, null where nothing does.
 */
export const historySchema = v.object({
  events: v.array(historyEntrySchema),
  older: v.nullable(v.string()),
  newer: v.nullable(v.string()),
});
export type History = Readonly<v.InferOutput<typeof historySchema>>;

/** Where a stretch of a history lies: at its newest event, or beside the event `seq`. */
export type HistoryPlace =
  | { readonly type: "newest" }
  | { readonly type: "before"; readonly seq: number }
  | { readonly type: "after"; readonly seq: number };

/** The seq of the first event that an entry tells of. */
export function firstSeqOf({ seq, since }: HistoryEntry): number {
  return since?.seq ?? seq;
}
