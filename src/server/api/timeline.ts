import "server-only";
import * as v from "valibot";
import type { Principal } from "../../domain/principal.ts";
import { fail, type Result } from "../../domain/problem.ts";
import { MAX_BUCKETS, type Timeline, timelineSchema } from "../../protocol/timeline.ts";
import { readParameters, timeParameter } from "../../protocol/parameters.ts";
import type { Route } from "../http/route.ts";
import type { Store } from "../store/store.ts";
import { askedFilter } from "./asked-filter.ts";

const BUCKETS = 120;

/** How many alerts were received when. */
export function timelineRoutes(store: Store): Route[] {
  return [
    {
      method: "GET",
      path: "/api/timeline",
      summary: "How many alerts were received when",
      need: "read",
      parameters: timelineParameters,
      takesFilter: true,
      answer: timelineSchema,
      handle: ({ params, principal, signal }) => readTimeline(store, params, principal, signal),
    },
  ];
}

const timelineParameters = v.object({
  from: v.optional(timeParameter),
  to: v.optional(timeParameter),
  buckets: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_BUCKETS))),
});

/** The timeline that a query string asks for; without from and to, of the whole history. */
async function readTimeline(
  store: Store,
  params: URLSearchParams,
  principal: Principal,
  signal: AbortSignal,
): Promise<Result<Timeline>> {
  const filter = askedFilter(params, principal);
  if (!filter.ok) return filter;
  const parameters = readParameters(timelineParameters, params);
  if (!parameters.ok) return parameters;
  const { from, to, buckets = BUCKETS } = parameters.value;
  if (from !== undefined && to !== undefined && from >= to) {
    return fail("invalid-parameter", "to: must be later than from");
  }
  const span = { from: millisecondsOf(from), to: millisecondsOf(to), buckets };
  return store.timeline(filter.value, span, signal);
}

function millisecondsOf(time: string | undefined): number | null {
  return time === undefined ? null : Date.parse(time);
}
