import { expect, test } from "vitest";
import { anAlert } from "../../../../domain/alert.arbitrary.ts";
import {
  type Go,
  headStretch,
  type Stretch,
  stretchAfter,
  stretchAround,
  stretchBefore,
} from "./stretch.ts";

/** Feeds with holes: some numbers are of alerts that a filter leaves out. */
const FEEDS = [[], [3], [2, 3], [1, 3, 4, 6], [1, 2, 3, 4, 5, 6, 7], [2, 5, 6, 7, 8]];

/** A walk through the alerts with these numbers. */
function through(feed: readonly number[]): Go {
  return (direction, id, limit) => {
    const beyond =
      direction === "newer"
        ? feed.filter((one) => one > id)
        : feed.filter((one) => one < id).toReversed();
    const alerts = beyond.slice(0, limit).map((id) => anAlert({ id }));
    return { alerts, hasMore: beyond.length > limit };
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
      const stretch = stretchAt(through(feed), id, limit);
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
    expect(idsOf(headStretch(go, limit))).toEqual(feed.slice(-limit).toReversed());
    expect(idsOf(stretchBefore(go, id, limit))).toEqual(older.slice(-limit).toReversed());
    expect(idsOf(stretchAfter(go, id, limit))).toEqual(newer.slice(0, limit).toReversed());
    expect(stretchAround(go, id, limit).alerts).toHaveLength(Math.min(feed.length, limit));
  }
});

test("a page around an alert has it in the middle, as far as the ends allow", () => {
  const around = (id: number, limit: number) =>
    idsOf(stretchAround(through([1, 2, 3, 4, 5, 6, 7]), id, limit));
  expect(around(4, 1)).toEqual([4]);
  expect(around(4, 5)).toEqual([6, 5, 4, 3, 2]);
  expect(around(7, 3)).toEqual([7, 6, 5]);
  expect(around(1, 3)).toEqual([3, 2, 1]);
});

test("an empty page says where to go on from, on the side where there is anything", () => {
  const ends = ({ alerts, older, newer }: Stretch) => [alerts.length, older, newer];
  expect(ends(stretchBefore(through([3]), 3, 5))).toEqual([0, null, 2]);
  expect(ends(stretchAfter(through([3]), 3, 5))).toEqual([0, 4, null]);
  expect(ends(stretchBefore(through([]), 3, 5))).toEqual([0, null, null]);
  expect(ends(stretchAfter(through([]), 3, 5))).toEqual([0, null, null]);
});
