import { parentPort, workerData } from "node:worker_threads";
import * as v from "valibot";
import type { Filter } from "../../shared/filter.ts";
import type { Ids, Page, Place } from "../../shared/page.ts";
import { fail, ok, type Result } from "../../shared/problem.ts";
import type { Timeline, TimelineSpan } from "../../shared/timeline.ts";
import { openForReading } from "./database.ts";
import { limitTime, OutOfTime } from "./deadline.ts";
import { prepareReads } from "./read.ts";
import { type Failure, failureOf } from "./refusal.ts";
import { prepareTimeline } from "./timeline.ts";

/** What may scan and is therefore read on a thread. */
export type Query =
  | {
      readonly type: "page";
      readonly filter: Filter;
      readonly place: Place;
      readonly limit: number;
    }
  | {
      readonly type: "ids";
      readonly filter: Filter;
      readonly after: number;
      readonly limit: number;
    }
  | { readonly type: "timeline"; readonly filter: Filter; readonly span: TimelineSpan };

/** What a query finds. */
export type Found = Page | Ids | Timeline;

export interface ToReader {
  readonly query: Query;
  /** Milliseconds that the query may take; below zero where its time is up already. */
  readonly time: number;
}

/** The result is JSON: to write and read it takes half the time of cloning what it says. */
export type FromReader = { readonly type: "answer"; readonly result: string } | Failure;

/** How long (ms) a query waits for a file that another process holds. */
const READ_TIMEOUT = 1_000;

/** The shared word is 1 when whoever asked has gone. */
const dataSchema = v.object({ file: v.string(), gone: v.instance(Int32Array) });
const { file, gone } = v.parse(dataSchema, workerData);

const tables = openForReading(file, READ_TIMEOUT);
const within = limitTime(tables);
const reads = prepareReads(tables);
const timeline = prepareTimeline(tables);

parentPort?.on("message", ({ query, time }: ToReader) => {
  try {
    const isGone = () => Atomics.load(gone, 0) === 1;
    const result = within(performance.now() + time, isGone, () => answer(query));
    say({ type: "answer", result: JSON.stringify(result) });
  } catch (error) {
    say(error instanceof OutOfTime ? TOO_LONG : failureOf(error));
  }
});

const TOO_LONG: FromReader = {
  type: "answer",
  result: JSON.stringify(
    fail("query-timeout", "This filter takes too long to search with; narrow it."),
  ),
};

function answer(query: Query): Result<Found> {
  switch (query.type) {
    case "page":
      return reads.page(query.filter, query.place, query.limit);
    case "ids":
      return ok(reads.ids(query.filter, query.after, query.limit));
    case "timeline":
      return ok(timeline(query.filter, query.span));
    default:
      return query satisfies never;
  }
}

function say(message: FromReader): void {
  parentPort?.postMessage(message);
}
