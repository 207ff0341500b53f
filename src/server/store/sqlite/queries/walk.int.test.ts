import { expect, test } from "vitest";
import { EVERYTHING, type Filter, readFilter } from "../../../../domain/filter.ts";
import type { Report } from "../../../../domain/command.ts";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { openScratch } from "../database.fixture.ts";
import { type Direction, MOST_TEXT, prepareWalk } from "./walk.ts";

/** Goes through that many alerts, which have the numbers from 1 on. */
function walkThrough(alerts: number, fieldsOf: (id: number) => Partial<Report> = () => ({})) {
  const scratch = openScratch();
  const commands = range(1, alerts).map((id) => ({
    type: "Report" as const,
    report: aReport({ fingerprint: null, ...fieldsOf(id) }),
  }));
  scratch.append([{ commands, actor: null }]);
  const walk = prepareWalk(scratch.tables);
  const go = (direction: Direction, id: number, limit: number, filter: Filter = EVERYTHING) => {
    const { alerts, hasMore } = walk(filter, direction, id, limit);
    return { ids: alerts.map(({ id }) => id), hasMore };
  };
  return { go, [Symbol.dispose]: () => scratch[Symbol.dispose]() };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

test("the next are the nearest, each once, and that is said not to be all", () => {
  using walk = walkThrough(150);
  for (const limit of [1, 63, 64, 65, 127, 128, 129, 149]) {
    const down = { ids: range(151 - limit, 150).reverse(), hasMore: true };
    expect(walk.go("older", 1000, limit)).toEqual(down);
    expect(walk.go("newer", 0, limit)).toEqual({ ids: range(1, limit), hasMore: true });
  }
});

test.each([1, 63, 64, 65, 128])("all of %i are said to be all", (alerts) => {
  using walk = walkThrough(alerts);
  const down = { ids: range(1, alerts).reverse(), hasMore: false };
  expect(walk.go("older", 1000, alerts)).toEqual(down);
  expect(walk.go("older", 1000, 200)).toEqual(down);
  expect(walk.go("newer", 0, alerts)).toEqual({ ids: range(1, alerts), hasMore: false });
});

test("what is found in several ways comes in one order", () => {
  using walk = walkThrough(9, (id) => ({ source: ["a", "b", "c"][id % 3] ?? "" }));
  const two = readFilter({ source: ["a", "b"] });
  expect(walk.go("older", 9, 3, two)).toEqual({ ids: [7, 6, 4], hasMore: true });
  expect(walk.go("newer", 1, 9, two)).toEqual({ ids: [3, 4, 6, 7, 9], hasMore: false });
});

test("an alert that a text means by two of its labels is there once", () => {
  using walk = walkThrough(2, () => ({ labels: { a: "b=c", "a=b": "c" } }));
  const loose = readFilter({ label: ["a=b=c"] });
  expect(walk.go("older", 9, 5, loose)).toEqual({ ids: [2, 1], hasMore: false });
});

test("there is no more text than fits, and one alert at least", () => {
  const description = "x".repeat(MOST_TEXT / 2 - 1000);
  using walk = walkThrough(5, () => ({ description }));
  for (const filter of [EVERYTHING, readFilter({ source: ["monitor"] })]) {
    expect(walk.go("older", 9, 5, filter)).toEqual({ ids: [5, 4], hasMore: true });
  }
  using large = walkThrough(2, () => ({ description: "x".repeat(MOST_TEXT + 1) }));
  expect(large.go("older", 9, 5)).toEqual({ ids: [2], hasMore: true });
});
