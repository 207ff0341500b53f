import { expect, test } from "vitest";
import { aPoint, at, points, START } from "./chart.fixture.ts";
import { bucketWords, pointWords, seriesWords, tickWords } from "./chart-words.ts";

const HOUR = 3_600_000;
const BERLIN = "Europe/Berlin";

test.each([
  [{ value: 212.2, expected: 977, score: 9.12 }, "212, expected about 980 · score 9.1"],
  [{ value: 212, expected: null, score: null }, "212"],
  [{ value: null, expected: 977, score: null }, "no number, expected about 980"],
  [{ value: 4, expected: 4, score: -2 }, "4, expected about 4 · score 0.0"],
])("the point %j reads %s", (fields, words) => {
  expect(pointWords(aPoint(0, fields))).toBe(words);
});

test("what a chart shows is said in two sentences", () => {
  const series = { points: points([90, 1200, null]), threshold: 6, spans: [] };
  expect(seriesWords("orders", series)).toBe(
    "orders: between 90 and 1,200, lately 1,200, expected about 98 · score 1.0. No alert in this time.",
  );
  const closed = { from: at(0), to: at(5) };
  const open = { from: at(5), to: null };
  const said = (spans: (typeof open | typeof closed)[]) => seriesWords("x", { ...series, spans });
  expect(said([closed])).toMatch(/\. 1 alert\.$/u);
  expect(said([open])).toMatch(/\. 1 alert, still open\.$/u);
  expect(said([closed, open])).toMatch(/\. 2 alerts, the last of them still open\.$/u);
  expect(seriesWords("x", { ...series, points: points([null]) })).toBe(
    "x: no numbers in this time.",
  );
});

test("an axis says the day where it begins, in the reader's zone", () => {
  expect(tickWords(START, HOUR, "UTC")).toBe("23 Nov");
  expect(tickWords(START, HOUR, BERLIN)).toBe("01:00");
  expect(tickWords(START - HOUR, HOUR, BERLIN)).toBe("23 Nov");
  expect(tickWords(START + HOUR, 24 * HOUR, "UTC")).toBe("23 Nov");
  expect(bucketWords(START, BERLIN)).toBe("Mon 23 Nov, 01:00");
});
