import { expect, test } from "vitest";
import { axisWords, estimateWords, measureWords } from "./measure-words.ts";

test.each([
  [212.4, "212"],
  [21_400, "21,400"],
  [0.012345, "0.0123"],
  [99.96, "100"],
  [-3.4567, "-3.46"],
  [-0.0001, "-0.0001"],
  [0, "0"],
  [-0, "0"],
  [1.5e18, "1.5E18"],
])("%f is written %s", (value, words) => {
  expect(measureWords(value)).toBe(words);
});

test("an estimate has two digits that count", () => {
  expect(estimateWords(977)).toBe("980");
  expect(estimateWords(0.0456)).toBe("0.046");
});

test("an axis is short", () => {
  expect(axisWords(1_234_000)).toBe("1.234M");
  expect(axisWords(250)).toBe("250");
  expect(axisWords(0.25)).toBe("0.25");
});
