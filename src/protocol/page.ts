import * as v from "valibot";
import { alertSchema } from "../domain/alert.ts";

export const PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 200;
/** Ids in one answer. A page of the browser tells as many arrivals apart. */
export const MAX_IDS = 10_000;

export const headSchema = v.object({
  epoch: v.string(),
  seq: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/**
 * Older alerts were removed for good, last at that time. `kept` is how long resolved ones are kept, such
 * as `90d`; null where somebody had them removed.
 */
export const removedSchema = v.object({ at: v.string(), kept: v.nullable(v.string()) });
export type Removed = Readonly<v.InferOutput<typeof removedSchema>>;

/** A search has looked at all alerts down to that one, received then. What is older has not been looked at. */
const searchedToSchema = v.object({ id: v.number(), at: v.string() });

/**
 * A stretch of the feed, newest first, as it was after event `head.seq`. `older` and `newer` are
 * cursors to what lies beyond either end, null where nothing does. `removed` is there only where a
 * page ends with the oldest alert, and older ones were removed. `searchedTo` is there only where the
 * time for a page ran out: `older` goes on from there, and the page may have no alert.
 */
export const pageSchema = v.object({
  alerts: v.array(alertSchema),
  older: v.nullable(v.string()),
  newer: v.nullable(v.string()),
  head: headSchema,
  removed: v.optional(removedSchema),
  searchedTo: v.optional(searchedToSchema),
});
export type Page = Readonly<v.InferOutput<typeof pageSchema>>;

/**
 * The ids of alerts that follow each other in the feed, newest first, as it was after event
 * `head.seq`. `newer` is a cursor to what lies above them, null where nothing does.
 */
export const idsSchema = v.object({
  ids: v.array(v.number()),
  newer: v.nullable(v.string()),
  head: headSchema,
});
export type Ids = Readonly<v.InferOutput<typeof idsSchema>>;

/** Where a page lies: at the newest alert, beside a cursor, or around an alert. */
export type Place =
  | { readonly type: "head" }
  | { readonly type: "before"; readonly id: number }
  | { readonly type: "after"; readonly id: number }
  | { readonly type: "around"; readonly id: number }
  | { readonly type: "at"; readonly time: string };

/** The same as the parameter that the HTTP interface has for it; none for the newest alert. */
export type Where = Readonly<Partial<Record<"before" | "after" | "around" | "at", string>>>;
