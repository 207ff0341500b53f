import "server-only";
import * as v from "valibot";
import { readCursor } from "../../domain/cursor.ts";
import {
  type History,
  type HistoryPlace,
  historySchema,
  MAX_HISTORY_SIZE,
} from "../../protocol/history.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { readParameters } from "../../protocol/parameters.ts";
import type { Route } from "../http/route.ts";
import type { Store } from "../store/store.ts";
import { missing } from "./alerts.ts";

/** What has happened to an alert. */
export function historyRoutes(store: Store): Route[] {
  return [
    {
      method: "GET",
      path: "/api/alerts/:id/events",
      summary: "What has happened to an alert, oldest first; without a cursor, what happened last",
      need: "read",
      parameters: historyParameters,
      answer: historySchema,
      handle: ({ id, params, signal }) => readHistory(store, id, params, signal),
    },
  ];
}

/** Where a stretch of a history lies and how long it is, as its URL says it. */
const historyParameters = v.object({
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_HISTORY_SIZE))),
  before: v.optional(v.string()),
  after: v.optional(v.string()),
});

/** The stretch of an alert's history that a query string asks for. */
async function readHistory(
  store: Store,
  id: number,
  params: URLSearchParams,
  signal?: AbortSignal,
): Promise<Result<History>> {
  const parameters = readParameters(historyParameters, params);
  if (!parameters.ok) return parameters;
  const place = placeOf(parameters.value, store.head().epoch);
  if (!place.ok) return place;
  const { limit = MAX_HISTORY_SIZE } = parameters.value;
  return historyOf(store, id, place.value, limit, signal);
}

/** A stretch of the history of an alert, or why there is none. */
export async function historyOf(
  store: Store,
  id: number,
  place: HistoryPlace,
  limit: number,
  signal?: AbortSignal,
): Promise<Result<History>> {
  const history = await store.history(id, place, limit, signal);
  const isMissing = !history.ok && history.problem.code === "alert-not-found";
  return isMissing ? missing(store, id) : history;
}

function placeOf(
  { before, after }: v.InferOutput<typeof historyParameters>,
  epoch: string,
): Result<HistoryPlace> {
  if (before !== undefined && after !== undefined) {
    return fail("invalid-parameter", "before and after: only one of them at a time");
  }
  const cursor = before ?? after;
  if (cursor === undefined) return ok({ type: "newest" });
  const type = before === undefined ? "after" : "before";
  const seq = readCursor(epoch, type, cursor);
  return seq.ok ? ok({ type, seq: seq.value }) : seq;
}
