import * as v from "valibot";
import type { Actor } from "../domain/actor.ts";
import type { Time } from "../domain/alert.ts";
import { exactTimeSchema } from "../domain/event-data.ts";
import {
  faultOfFilter,
  type Filter,
  filterParams,
  readFilter,
  resolveMe,
  type WrittenFilter,
  writtenFilterOf,
} from "../domain/filter.ts";
import { fail, ok, type Result } from "../domain/problem.ts";
import { readAge } from "../domain/retention.ts";
import { readParameters, timeParameter } from "./parameters.ts";

/** What an export calls itself, and the one way in which exports are written so far; see docs/export.md. */
export const EXPORT_FORMAT = "tocsin-export";
export const EXPORT_VERSION = 1;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const age = v.pipe(
  v.string(),
  v.check((text) => readAge(text) !== null, "must be an age such as 90d"),
);
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/**
 * The first line. `part` is null where the file has the whole log, which has no gap after the event
 * `floor`; else it is the query that chose some of the alerts. `removed` is there only in a whole log from which older
 * alerts were removed for good: what the end of its list says.
 */
export const exportHeaderSchema = v.object({
  format: v.literal(EXPORT_FORMAT),
  version: v.number(),
  floor: v.nullable(count),
  part: v.nullable(v.string()),
  removed: v.optional(v.object({ at: exactTimeSchema, kept: v.nullable(age) })),
});
export type ExportHeader = Readonly<v.InferOutput<typeof exportHeaderSchema>>;

/** Each line after it: an event as the log has it, in the version in which it was written. */
export const exportEventSchema = v.object({
  seq: number,
  alertId: number,
  type: v.string(),
  version: number,
  recordedAt: exactTimeSchema,
  actor: v.pipe(v.string(), v.nonEmpty()),
  data: v.custom<object>((data) => typeof data === "object" && data !== null, "must be an object"),
});
export type ExportEvent = Readonly<v.InferOutput<typeof exportEventSchema>>;

/** The last line: how many events, how many of them open an alert, and of what is above this line, to its line break. */
export const exportFooterSchema = v.object({
  events: count,
  alerts: count,
  sha256: v.pipe(v.string(), v.regex(/^[\da-f]{64}$/u)),
});
export type ExportFooter = Readonly<v.InferOutput<typeof exportFooterSchema>>;

/** An export that was written. */
export interface Exported {
  readonly events: number;
  readonly alerts: number;
  /** Of the file. */
  readonly bytes: number;
}

/** Which alerts are exported: those received in a time, `to` excluded, that a filter lets pass. */
export interface Part {
  readonly from: Time | null;
  readonly to: Time | null;
  readonly filter: WrittenFilter;
}

export const exportParameters = v.object({
  from: v.optional(timeParameter),
  to: v.optional(timeParameter),
});

/** The whole log. */
export const ALL: Part = { from: null, to: null, filter: {} };

/** The part that a query string asks for, on behalf of an actor. */
export function partOf(params: URLSearchParams, actor: Actor): Result<Part> {
  const filter = writtenFilterOf(params);
  if (!filter.ok) return filter;
  const fault = faultOfFilter(filter.value);
  if (fault !== null) return fail("invalid-parameter", fault);
  const span = readParameters(exportParameters, params);
  if (!span.ok) return span;
  const { from = null, to = null } = span.value;
  if (from !== null && to !== null && from >= to)
    return fail("invalid-parameter", "to: must be later than from");
  return ok({ from, to, filter: resolveMe(filter.value, actor) });
}

/** The filter of a part: of an export the trash is a part like any other, unless it is left out by name. */
export function filterOf({ filter }: Part): Filter {
  return readFilter({ ...filter, deleted: filter.deleted ?? "include" });
}

/** The query that asks for a part, null for all there is. Equal parts have equal queries. */
export function queryOf({ from, to, filter }: Part): string | null {
  const { deleted = "include", ...rest } = filter;
  const params = filterParams(rest);
  if (deleted !== "include") params.set("deleted", deleted);
  if (from !== null) params.set("from", from);
  if (to !== null) params.set("to", to);
  return params.size === 0 ? null : params.toString();
}
