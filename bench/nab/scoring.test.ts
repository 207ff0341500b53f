import fc from "fast-check";
import { expect, test } from "vitest";
import { type Labelled, normalised, probationOf, scoreOf, type Window } from "./scoring.ts";

/** A file of a thousand rows, of which 150 do not count. */
const file = (...windows: Window[]): Labelled => ({ rows: 1_000, windows });
const FALSE = 0.11;

test("who reports nothing scores 0, who reports the first row of each window 100", () => {
  const labelled = file([200, 299], [500, 540]);
  expect(normalised(scoreOf(labelled, []), 2)).toBe(0);
  expect(normalised(scoreOf(labelled, [200, 500]), 2)).toBe(100);
});

test("the first report within a window counts alone", () => {
  const labelled = file([200, 299]);
  expect(scoreOf(labelled, [220, 230, 298])).toBe(scoreOf(labelled, [220]));
  expect(scoreOf(labelled, [298, 230, 220])).toBe(scoreOf(labelled, [220]));
});

// The values that the paper and the comments of NAB's sweeper name: 0.98661, 0.84828 and 0.
test.each([
  [200, 1],
  [250, 0.84828 / 0.98661],
  [299, (2 / (1 + Math.exp(-0.05)) - 1) / 0.98661],
])("an early report is worth more than a late one: row %d", (row, worth) => {
  expect(scoreOf(file([200, 299]), [row])).toBeCloseTo(worth, 4);
});

test.each([
  [300, 2 / (1 + Math.exp(5 / 99)) - 1],
  [398, -0.98661],
  [596, -1],
  [900, -1],
  [190, -1],
])("a report outside costs the more the further behind a window it is: row %d", (row, part) => {
  expect(scoreOf(file([200, 299]), [row])).toBeCloseTo(-1 + FALSE * part, 4);
});

test("in a file without a window each report costs the whole of it", () => {
  expect(scoreOf(file(), [400, 800])).toBeCloseTo(-2 * FALSE);
});

test("the report at the end of a window and the one right behind it cancel out, but for their weights", () => {
  const labelled = { rows: 1_000, windows: [[400, 499]] as const };
  const last = scoreOf(labelled, [499]);
  const behind = (scoreOf(labelled, [500]) + 1) / FALSE;
  expect(last + behind).toBeCloseTo(0, 2);
});

test("a window behind another is what a report there belongs to", () => {
  const labelled = file([200, 299], [500, 599]);
  expect(scoreOf(labelled, [600])).toBeCloseTo(-2 + FALSE * (2 / (1 + Math.exp(5 / 99)) - 1));
  expect(scoreOf(labelled, [499])).toBeCloseTo(-2 + FALSE * -0.9999, 3);
});

test.each([
  [100, 15],
  [1_882, 282],
  [4_032, 604],
  [5_000, 750],
  [22_695, 750],
])("of %d rows %d do not count", (rows, probation) => {
  expect(probationOf(rows)).toBe(probation);
  const labelled: Labelled = { rows, windows: [] };
  expect(scoreOf(labelled, [probation - 1])).toBe(0);
  expect(scoreOf(labelled, [probation])).toBeCloseTo(-FALSE);
});

test("nobody scores more than 100, whatever is reported, and more reports outside are never better", () => {
  const windows = [
    [200, 299],
    [500, 599],
  ] as const;
  const rows = fc.uniqueArray(fc.nat(999), { maxLength: 40 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 600, max: 999 }), (reported, more) => {
      const labelled = file(...windows);
      const score = scoreOf(labelled, reported);
      expect(normalised(score, 2)).toBeLessThanOrEqual(100);
      expect(scoreOf(labelled, [...reported, more])).toBeLessThanOrEqual(score);
    }),
  );
});
