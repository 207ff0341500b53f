import { parentPort, workerData } from "node:worker_threads";
import * as v from "valibot";
import type { Filter } from "../../shared/filter.ts";
import type { Page, Place } from "../../shared/page.ts";
import { fail, ok, type Result } from "../../shared/problem.ts";
import type { Timeline, TimelineSpan } from "../../shared/timeline.ts";
import { openForReading } from "./database.ts";
import { limitTime, OutOfTime } from "./deadline.ts";
import { prepareReads } from "./read.ts";
import { prepareTimeline } from "./timeline.ts";

/** What may scan and is therefore read on a thread. */
export type Query =
  | {
      readonly type: "page";
      readonly filter: Filter;
      readonly place: Place;
      readonly limit: number;
    }
  | { readonly type: "timeline"; readonly filter: Filter; readonly span: TimelineSpan };

export interface ToReader {
  readonly ticket: number;
  readonly query: Query;
  /** Milliseconds that the query may take once it has begun. */
  readonly time: number;
}

export type FromReader =
  | { readonly type: "answer"; readonly ticket: number; readonly result: Result<Page | Timeline> }
  | { readonly type: "fault"; readonly ticket: number; readonly error: unknown };

/** The ticket whose asker has gone stands in the shared word. */
const dataSchema = v.object({ file: v.string(), gone: v.instance(Int32Array) });
const { file, gone } = v.parse(dataSchema, workerData);

const tables = openForReading(file);
const within = limitTime(tables);
const reads = prepareReads(tables);
const timeline = prepareTimeline(tables);

parentPort?.on("message", ({ ticket, query, time }: ToReader) => {
  try {
    const isGone = () => Atomics.load(gone, 0) === ticket;
    const result = within(performance.now() + time, isGone, () => answer(query));
    say({ type: "answer", ticket, result });
  } catch (error) {
    if (error instanceof OutOfTime) say({ type: "answer", ticket, result: tooLong(time) });
    else say({ type: "fault", ticket, error });
  }
});

function answer(query: Query): Result<Page | Timeline> {
  switch (query.type) {
    case "page":
      return reads.page(query.filter, query.place, query.limit);
    case "timeline":
      return ok(timeline(query.filter, query.span));
    default:
      return query satisfies never;
  }
}

function tooLong(time: number): Result<never> {
  return fail("query-timeout", `Nothing was found in ${time / 1000} s; narrow the filter.`);
}

function say(message: FromReader): void {
  parentPort?.postMessage(message);
}
