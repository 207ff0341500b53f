import { expect, test } from "vitest";
import { progressWords, wordsOf } from "./words.ts";

const HOUR = 3_600_000;

test.each([
  [212, 983.4, "orders_per_minute is unusually low: 212, expected about 980"],
  [12_345.6, 15_812, "orders_per_minute is unusually low: 12,346, expected about 16,000"],
  [0.0123456, 0.0987, "orders_per_minute is unusually low: 0.0123, expected about 0.099"],
  [-40, -0.0001, "orders_per_minute is unusually low: -40, expected about -0.0001"],
  [-3, -0, "orders_per_minute is unusually low: -3, expected about 0"],
  [1e20, 2e20, "orders_per_minute is unusually low: 1E20, expected about 2E20"],
])("an alert says what is and what was expected: %d, %d", (value, expected, words) => {
  expect(wordsOf("orders_per_minute", { type: "opened", direction: "low", value, expected })).toBe(
    words,
  );
});

test("it says which way", () => {
  const outcome = { type: "opened", direction: "high", value: 9, expected: 3 } as const;
  expect(wordsOf("queue", outcome)).toBe("queue is unusually high: 9, expected about 3");
});

test.each([
  [20_000, "1 min"],
  [59 * 60_000, "59 min"],
  [3 * HOUR, "3 h"],
  [47 * HOUR, "47 h"],
  [75 * HOUR, "3 d"],
])("its end says how long it was so: %d", (after, words) => {
  const outcome = { type: "closed", as: "back", after, value: 1 } as const;
  expect(wordsOf("queue", outcome)).toBe(`Back to usual after ${words}`);
});

test("what stayed is said to be usual now", () => {
  const outcome = { type: "closed", as: "usual", after: HOUR, value: 140.2 } as const;
  expect(wordsOf("queue", outcome)).toBe("Stayed at 140, now taken as usual");
});

test("of what did not happen nothing is said", () => {
  expect(wordsOf("queue", { type: "nothing" })).toBeNull();
});

test("progress is whole only when it is", () => {
  expect(progressWords(0.999)).toBe("Learning: 99 % of what it has to see first");
});
