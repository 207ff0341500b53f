import { expect, test } from "vitest";
import { EVERYTHING, type Filter, readFilter } from "../../../../domain/filter.ts";
import type { Report } from "../../../../domain/command.ts";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { openScratch } from "../database.fixture.ts";
import { MOST_TEXT } from "../../engine/steps.ts";
import type { Direction } from "../../engine/stretch.ts";
import { prepareWalk } from "./walk.ts";

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
    const { alerts, hasMore } = walk(filter, { direction, id, limit });
    return { ids: alerts.map(({ id }) => id), hasMore };
  };
  /** Each look at the clock takes a second. */
  const goFor = (time: number, direction: Direction, id: number, limit: number, filter: Filter) => {
    let now = 0;
    const hasty = prepareWalk(scratch.tables, () => (now += 1000));
    const { alerts, ...rest } = hasty(filter, { direction, id, limit, time });
    return { ids: alerts.map(({ id }) => id), ...rest };
  };
  return { goFor, go, [Symbol.dispose]: () => scratch[Symbol.dispose]() };
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

test("what takes too long stops where it is, and says where that is", () => {
  const rare = readFilter({ label: ["rare!="] });
  // Two of them on either side of where a range ends.
  const ids = [3, 3_000, 3_976, 3_977, 4_500];
  using walk = walkThrough(5_000, (id) => ({ labels: ids.includes(id) ? { rare: "yes" } : {} }));
  const stops: (number | null)[] = [];
  const found: number[] = [];
  let place: number | null = Number.MAX_SAFE_INTEGER;
  while (place !== null) {
    const { ids, hasMore, stoppedAt } = walk.goFor(1, "older", place, 5, rare);
    expect(hasMore).toBe(false);
    stops.push(stoppedAt);
    found.push(...ids);
    place = stoppedAt;
  }
  expect(stops).toEqual([...[1, 2, 3, 4].map((n) => 5_001 - n * 1_024), null]);
  expect(found).toEqual(ids.toReversed());
  const up = { ids: [], hasMore: false, stoppedAt: 3 + 1_024 };
  expect(walk.goFor(1, "newer", 3, 1, rare)).toEqual(up);
  expect(walk.goFor(1, "newer", 4_500, 1, rare)).toMatchObject({ ids: [], stoppedAt: null });
  // Time enough, by the same clock.
  const all = { ids: found, hasMore: false, stoppedAt: null };
  expect(walk.goFor(1e9, "older", 30_000, 5, rare)).toEqual(all);
  expect(walk.goFor(1e9, "older", 30_000, 2, rare)).toMatchObject({ hasMore: true });
  expect(walk.go("older", 30_000, 5, rare)).toEqual({ ids: found, hasMore: false });
});

test("what has a word comes nearest first, also where more have it than are put in order at once", () => {
  // None of the newest, then every one: a range that has grown meets more than fit.
  using walk = walkThrough(6_500, (id) => ({
    title: id <= 4_000 ? "Disk is full" : "All is well",
  }));
  const disk = readFilter({ q: "disk" });
  const down = { ids: range(3_801, 4_000).reverse(), hasMore: true, stoppedAt: null };
  expect(walk.goFor(1e9, "older", 30_000, 200, disk)).toEqual(down);
  expect(walk.go("older", 30_000, 200, disk)).toEqual({ ids: down.ids, hasMore: true });
  expect(walk.go("older", 151, 200, disk)).toEqual({
    ids: range(1, 150).reverse(),
    hasMore: false,
  });
  expect(walk.go("newer", 3_990, 200, disk)).toEqual({ ids: range(3_991, 4_000), hasMore: false });
});
