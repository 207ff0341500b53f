import { expect, test } from "vitest";
import { anAlert } from "../../../domain/alert.arbitrary.ts";
import {
  headStretch,
  type Stretch,
  stretchAfter,
  stretchAround,
  stretchBefore,
  type Walk,
  walkAll,
  type Walked,
} from "./stretch.ts";

/** Feeds with holes: some numbers are of alerts that a filter leaves out. */
const FEEDS = [[], [3], [2, 3], [1, 3, 4, 6], [1, 2, 3, 4, 5, 6, 7], [2, 5, 6, 7, 8]];

/** A walk through the alerts with these numbers. */
function through(feed: readonly number[]): (walk: Walk) => Walked {
  return ({ direction, id, limit, tellsOfStart = false }) => {
    const beyond =
      direction === "newer"
        ? feed.filter((one) => one > id)
        : feed.filter((one) => one < id).toReversed();
    const alerts = beyond.slice(0, limit).map((id) => anAlert({ id }));
    const hasStart = tellsOfStart && feed.includes(id);
    return { alerts, hasMore: beyond.length > limit, stoppedAt: null, hasStart };
  };
}

const idsOf = ({ alerts }: Stretch) => alerts.map(({ id }) => id);

/** Each feed, place and limit that there is. */
const cases = FEEDS.flatMap((feed) =>
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((id) =>
    [1, 2, 3, 4, 5, 9].map((limit) => ({ feed, id, limit })),
  ),
);

test("a page that has alerts says on which sides more lie beyond its first and last", () => {
  for (const { feed, id, limit } of cases) {
    for (const stretchAt of [stretchBefore, stretchAfter, stretchAround]) {
      const stretch = walkAll(stretchAt(id, limit), through(feed));
      const ids = idsOf(stretch);
      const [newest, oldest] = [ids[0], ids.at(-1)];
      if (newest === undefined || oldest === undefined) continue;
      const where = { at: stretchAt.name, feed, id, limit };
      expect({ ...where, ids, newer: stretch.newer, older: stretch.older }).toEqual({
        ...where,
        ids: feed.filter((one) => oldest <= one && one <= newest).toReversed(),
        newer: feed.some((one) => one > newest) ? newest : null,
        older: feed.some((one) => one < oldest) ? oldest : null,
      });
    }
  }
});

test("a page has as many alerts as its side has, up to the limit", () => {
  for (const { feed, id, limit } of cases) {
    const [older, newer] = [feed.filter((one) => one < id), feed.filter((one) => one > id)];
    const go = through(feed);
    expect(idsOf(walkAll(headStretch(limit), go))).toEqual(feed.slice(-limit).toReversed());
    expect(idsOf(walkAll(stretchBefore(id, limit), go))).toEqual(older.slice(-limit).toReversed());
    expect(idsOf(walkAll(stretchAfter(id, limit), go))).toEqual(newer.slice(0, limit).toReversed());
    expect(walkAll(stretchAround(id, limit), go).alerts).toHaveLength(Math.min(feed.length, limit));
  }
});

test("beyond a cursor whose alert is the filter's, nobody looks whether anything lies there", () => {
  const walked: string[] = [];
  const go = (walk: Walk) => {
    walked.push(walk.direction);
    return through([1, 2, 3, 4, 5])(walk);
  };
  expect(walkAll(stretchBefore(4, 2), go)).toMatchObject({ newer: 3, older: 2 });
  expect(walkAll(stretchAfter(2, 2), go)).toMatchObject({ newer: 4, older: 3 });
  expect(walked).toEqual(["older", "newer"]);
});

test("a page around an alert has it in the middle, as far as the ends allow", () => {
  const around = (id: number, limit: number) =>
    idsOf(walkAll(stretchAround(id, limit), through([1, 2, 3, 4, 5, 6, 7])));
  expect(around(4, 1)).toEqual([4]);
  expect(around(4, 5)).toEqual([6, 5, 4, 3, 2]);
  expect(around(7, 3)).toEqual([7, 6, 5]);
  expect(around(1, 3)).toEqual([3, 2, 1]);
});

test("an empty page says where to go on from, on the side where there is anything", () => {
  const ends = ({ alerts, older, newer }: Stretch) => [alerts.length, older, newer];
  expect(ends(walkAll(stretchBefore(3, 5), through([3])))).toEqual([0, null, 2]);
  expect(ends(walkAll(stretchAfter(3, 5), through([3])))).toEqual([0, 4, null]);
  expect(ends(walkAll(stretchBefore(3, 5), through([])))).toEqual([0, null, null]);
  expect(ends(walkAll(stretchAfter(3, 5), through([])))).toEqual([0, null, null]);
});

/** A walk on which no time is left after so many numbers. */
function throughIn(feed: readonly number[], steps: number): (walk: Walk) => Walked {
  return ({ direction, id, limit, time = Infinity, ...asked }) => {
    const last = direction === "newer" ? id + steps : Math.min(id, 10) - steps;
    const isOut = time !== Infinity && (direction === "newer" ? last < 9 : last > 1);
    const near = isOut
      ? feed.filter((one) => (direction === "newer" ? one <= last : one >= last))
      : feed;
    const walked = through(near)({ direction, id, limit, ...asked });
    return { ...walked, stoppedAt: isOut && !walked.hasMore ? last : null };
  };
}

test("a page for which the time runs out has what was found, and goes on from where that was", () => {
  const ends = ({ alerts, ...rest }: Stretch) => ({ ...rest, ids: alerts.map(({ id }) => id) });
  expect(ends(walkAll(headStretch(5), throughIn([2, 8], 3)))).toEqual({
    ids: [8],
    older: 7,
    newer: null,
    searchedTo: 7,
  });
  expect(ends(walkAll(stretchBefore(7, 5), throughIn([2, 8], 3)))).toEqual({
    ids: [],
    older: 4,
    newer: 6,
    searchedTo: 4,
  });
  expect(ends(walkAll(stretchBefore(4, 5), throughIn([2, 8], 3)))).toEqual({
    ids: [2],
    older: null,
    newer: 2,
    searchedTo: null,
  });
  expect(ends(walkAll(stretchAround(7, 4), throughIn([2, 8], 3)))).toEqual({
    ids: [8],
    older: 5,
    newer: null,
    searchedTo: 5,
  });
});

test("what is found in time needs no more, and where a glance tells nothing there may be more", () => {
  const { older, searchedTo } = walkAll(headStretch(1), throughIn([2, 7, 8], 3));
  expect([older, searchedTo]).toEqual([8, null]);
  expect(walkAll(stretchBefore(3, 5), throughIn([1, 9], 3)).newer).toBe(1);
  expect(walkAll(stretchAfter(7, 5), throughIn([1, 8], 3)).older).toBe(8);
});
