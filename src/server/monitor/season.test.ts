import { expect, test } from "vitest";
import { createSeasonal } from "./season.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test("without a season nothing is usual but 0", () => {
  const seasonal = createSeasonal("none", 300);
  seasonal.learn(0, 7);
  expect(seasonal.at(0)).toBe(0);
});

test("a slot is known from its second season on", () => {
  const seasonal = createSeasonal("day", 3600);
  expect(seasonal.at(5 * HOUR)).toBeNull();
  seasonal.learn(5 * HOUR, 7);
  expect(seasonal.at(DAY + 5 * HOUR)).toBe(7);
  expect(seasonal.at(DAY + 6 * HOUR)).toBeNull();
});

test("a week is no day", () => {
  const seasonal = createSeasonal("week", 3600);
  seasonal.learn(5 * HOUR, 7);
  expect(seasonal.at(DAY + 5 * HOUR)).toBeNull();
  expect(seasonal.at(7 * DAY + 5 * HOUR)).toBe(7);
});

test.each([
  [[3, 1], 2],
  [[3, 100, 1], 3],
  [[1, 2, 4, 100], 3],
  [[1000, 1, 2, 4, 100], 3],
  [[1000, 1000, 1000, 5, 5, 5, 5], 5],
])("what is usual is the median of the last four: %j", (values, usual) => {
  const seasonal = createSeasonal("day", 3600);
  for (const [day, value] of values.entries()) seasonal.learn(day * DAY, value);
  expect(seasonal.at(values.length * DAY)).toBe(usual);
});

test("every time of a bucket is in its slot", () => {
  const seasonal = createSeasonal("day", 300);
  seasonal.learn(DAY - 1, 7);
  expect(seasonal.at(2 * DAY - 300_000)).toBe(7);
  expect(seasonal.at(DAY)).toBeNull();
});
