import { expect, test } from "vitest";
import { thinned } from "./shown.ts";
import type { Point } from "./standing.ts";

function points(scores: readonly (number | null)[]): Point[] {
  return scores.map((score, time) => ({
    time,
    value: score === null ? null : 1,
    expected: 1,
    score,
  }));
}

const timesOf = (shown: readonly Point[]) => shown.map(({ time }) => time);

test("few points are all shown", () => {
  expect(timesOf(thinned(points([1, 2, 3]), 3))).toEqual([0, 1, 2]);
});

test("of neighbours the most unusual is shown, and never more than so many", () => {
  expect(timesOf(thinned(points([1, 9, 3, 4, 5, null, null]), 3))).toEqual([1, 4, 6]);
  expect(thinned(points(Array<number>(50_400).fill(1)), 10_080).length).toBeLessThanOrEqual(10_080);
});

test("a value is shown before a gap, and before there are scores too", () => {
  const learning = [
    { time: 0, value: null, expected: null, score: null },
    { time: 1, value: 5, expected: null, score: null },
  ];
  expect(timesOf(thinned(learning, 1))).toEqual([1]);
});
