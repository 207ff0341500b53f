import { expect, test } from "vitest";
import { aPoint, at, points, START } from "./chart.fixture.ts";
import { columnsOf, endOf, highestScores, lonelyIn, stepOf } from "./series.ts";

const MINUTE = 60_000;

test("a line is broken where buckets are missing, and nowhere else", () => {
  const { times, values } = columnsOf([aPoint(0), aPoint(5), aPoint(20), aPoint(25)]);
  expect(values).toEqual([100, 100, null, 100, 100]);
  expect(times.map((time) => (time - START) / MINUTE)).toEqual([0, 5, 10, 20, 25]);
});

test("an empty bucket breaks it, too", () => {
  expect(columnsOf(points([1, null, 3])).values).toEqual([1, null, 3]);
});

test("how far apart points are is what most of them are", () => {
  expect(stepOf([aPoint(0), aPoint(60), aPoint(65), aPoint(70)])).toBe(5 * MINUTE);
  expect(stepOf([aPoint(0)])).toBe(Infinity);
  expect(columnsOf([aPoint(0)]).values).toEqual([100]);
});

test("where one of five buckets is shown, whichever it is, no line is broken", () => {
  const shown = [0, 9, 10, 15, 24, 25, 30, 38, 44].map((minutes) => aPoint(minutes));
  expect(columnsOf(shown).values).not.toContain(null);
});

test("what stands alone is told from what a line shows", () => {
  expect(lonelyIn([1, null, 2, 3, null, 4])).toEqual([0, 5]);
  expect(lonelyIn([])).toEqual([]);
});

test("a span goes on to the end of its last bucket, or of the chart", () => {
  const end = START + 600 * MINUTE;
  expect(endOf({ from: at(0), to: at(10) }, 5 * MINUTE, end)).toBe(START + 15 * MINUTE);
  expect(endOf({ from: at(0), to: null }, 5 * MINUTE, end)).toBe(end);
  expect(endOf({ from: at(0), to: at(10) }, Infinity, end)).toBe(START + 10 * MINUTE);
});

test("a bar is as high as the highest score of its slot, whatever is beside it", () => {
  const all = columnsOf(
    Array.from({ length: 12 }, (_, index) =>
      aPoint(5 * index, { score: index === 4 ? 9 : index === 7 ? null : 1 }),
    ),
  );
  const stretch = { from: START, to: START + 60 * MINUTE };
  expect(highestScores(all, stretch, 3)).toEqual([1, 9, 1]);
  expect(highestScores(all, { ...stretch, to: START + 120 * MINUTE }, 3)).toEqual([9, 1, null]);
  expect(highestScores(all, { from: START + 35 * MINUTE, to: stretch.to }, 5)[0]).toBeNull();
});
