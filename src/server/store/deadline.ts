import type { Tables } from "./database.ts";
import type { Pairs } from "../../shared/alert.ts";
import { searchTextOf } from "../../shared/search.ts";

/** Thrown out of a query whose time is up or whose asker has gone. */
export class OutOfTime extends Error {
  override name = "OutOfTime";
}

/** Rows between two looks at the clock. */
const LOOK_EVERY = 64;

/** Runs a query until `deadline` (ms of `performance.now()`) or until `aborted` says so. */
export type Within = <T>(deadline: number, aborted: () => boolean, query: () => T) => T;

/**
 * Gives the connection the functions that the SQL of filters calls: `in_time()` and `has_word()`.
 * The result runs a query under a deadline; without it, `in_time()` never ends one.
 */
export function limitTime({ $client }: Tables): Within {
  let rows = 0;
  let deadline = Infinity;
  let aborted = () => false;

  $client.function("in_time", () => {
    if (rows % LOOK_EVERY === 0 && (performance.now() > deadline || aborted())) {
      throw new OutOfTime();
    }
    rows += 1;
    return 1;
  });
  $client.function(
    "has_word",
    { deterministic: true },
    (title: string, description: string, source: string, labels: string, word: string) => {
      const pairs = JSON.parse(labels) as Pairs;
      return searchTextOf({ title, description, source, labels: pairs }).includes(word) ? 1 : 0;
    },
  );

  return (until, isAborted, query) => {
    rows = 0;
    deadline = until;
    aborted = isAborted;
    try {
      return query();
    } finally {
      deadline = Infinity;
      aborted = () => false;
    }
  };
}
