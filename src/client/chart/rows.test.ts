import { expect, test } from "vitest";
import { aPoint, at, points, START } from "./chart.fixture.ts";
import { rowsOf, stepFor } from "./rows.ts";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

test.each([
  [DAY / 24, MINUTE],
  [3 * DAY, 60 * MINUTE],
  [7 * DAY, 180 * MINUTE],
  [35 * DAY, 720 * MINUTE],
  [1000 * DAY, 7 * DAY],
])("of %d ms, a row has %d", (length, step) => {
  expect(stepFor(length)).toBe(step);
});

test("a row says the mean and the extremes of its while, and whether an alert was open", () => {
  const series = {
    points: [
      ...points([10, 20, null, 30]),
      aPoint(60, { value: 7, expected: null, score: 8 }),
      aPoint(65, { value: 7, expected: null, score: null }),
      aPoint(180, { value: null, expected: null, score: null }),
    ],
    threshold: 6,
    spans: [{ from: at(70), to: at(80) }],
  };
  const rows = rowsOf(series, { from: START, to: START + 3 * DAY });
  expect(rows).toEqual([
    {
      from: START + 180 * MINUTE,
      mean: null,
      lowest: null,
      highest: null,
      expected: null,
      score: null,
      isOpen: false,
    },
    {
      from: START + 60 * MINUTE,
      mean: 7,
      lowest: 7,
      highest: 7,
      expected: null,
      score: 8,
      isOpen: true,
    },
    { from: START, mean: 20, lowest: 10, highest: 30, expected: 98, score: 1, isOpen: false },
  ]);
});

test("what lies outside of the stretch is left out; an alert that is open goes on", () => {
  const series = {
    points: [aPoint(0), aPoint(120), aPoint(240)],
    threshold: 6,
    spans: [{ from: at(120), to: null }],
  };
  const rows = rowsOf(series, { from: START + 60 * MINUTE, to: START + 3 * DAY });
  expect(rows.map(({ isOpen }) => isOpen)).toEqual([true, true]);
});
