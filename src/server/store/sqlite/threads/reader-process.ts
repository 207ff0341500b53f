import type { Filter } from "../../../../domain/filter.ts";
import type { History, HistoryPlace } from "../../../../protocol/history.ts";
import type { Ids, Page, Place } from "../../../../protocol/page.ts";
import { ok, type Result } from "../../../../domain/problem.ts";
import type { Timeline, TimelineSpan } from "../../../../protocol/timeline.ts";
import { openForReading } from "../file/database.ts";
import { addHasWords } from "../queries/has-words.ts";
import { prepareHistory } from "../queries/history.ts";
import { prepareReads } from "../queries/read.ts";
import { type Failure, failureOf } from "../file/refusal.ts";
import { prepareTimeline } from "../queries/timeline.ts";

/** What may scan and is therefore read by a process of its own. */
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
  | { readonly type: "timeline"; readonly filter: Filter; readonly span: TimelineSpan }
  | {
      readonly type: "history";
      readonly id: number;
      readonly place: HistoryPlace;
      readonly limit: number;
    };

/** What a query finds. */
export type Found = Page | Ids | Timeline | History;

/**
 * First that it takes queries, or why it cannot; then one answer to each query. A result is JSON: to
 * write and read it takes half the time of cloning what it says.
 */
export type FromReader =
  | { readonly type: "ready" }
  | { readonly type: "answer"; readonly result: string }
  | Failure;

/** How long (ms) a query waits for a file that another process holds. */
const READ_TIMEOUT = 1_000;
/**
 * Pages that a process keeps (KiB), of which there are several: searches of 50,000 alerts, with the index
 * and without, took no more processor time than with four times as much.
 */
const CACHE_KIB = 2_048;

// What ends the server ends this through the channel: the server may have something to ask until then.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
process.on("disconnect", () => process.exit());

try {
  const answer = openAnswers(process.argv[2] ?? "");
  process.on("message", (query: Query) => say(attempt(() => answer(query))));
  say({ type: "ready" });
} catch (error) {
  say(failureOf(error));
}

function openAnswers(file: string): (query: Query) => Result<Found> {
  const tables = openForReading(file, READ_TIMEOUT, CACHE_KIB);
  addHasWords(tables);
  const reads = prepareReads(tables);
  const history = prepareHistory(tables, reads.epoch);
  const timeline = prepareTimeline(tables);
  return (query) => {
    switch (query.type) {
      case "page":
        return reads.page(query.filter, query.place, query.limit);
      case "ids":
        return ok(reads.ids(query.filter, query.after, query.limit));
      case "timeline":
        return ok(timeline(query.filter, query.span));
      case "history":
        return history(query.id, query.place, query.limit);
      default:
        return query satisfies never;
    }
  };
}

function attempt(answer: () => Result<Found>): FromReader {
  try {
    return { type: "answer", result: JSON.stringify(answer()) };
  } catch (error) {
    return failureOf(error);
  }
}

function say(message: FromReader): void {
  process.send?.(message);
}
