import { expect, test } from "vitest";
import { deviationsOf, NOTHING_USUAL, type Usual, usualAfter } from "./usual.ts";

function after(scores: readonly number[], from: Usual = NOTHING_USUAL, part = 1): Usual {
  return scores.reduce((usual, score) => usualAfter(usual, score, part), from);
}

test("the first scores count alike", () => {
  const { mean, variance } = after([1, 2, 3, 2]);
  expect(mean).toBeCloseTo(2);
  expect(variance).toBeCloseTo(0.5);
});

test("a score is as many deviations above the mean as it is", () => {
  expect(deviationsOf({ mean: 1, variance: 0.04, count: 100 }, 2)).toBeCloseTo(5);
});

test("beyond 3 a score is no stranger, and counts no more", () => {
  const usual = after([1, 1.2, 0.8, 1]);
  expect(deviationsOf(usual, 50)).toBe(deviationsOf(usual, 3));
  expect(after([50], usual)).toEqual(after([3], usual));
});

test("where all scores were the same a little more is not infinitely more", () => {
  const usual = after(Array.from<number>({ length: 500 }).fill(0.5));
  expect(deviationsOf(usual, 0.51)).toBeLessThan(1);
});

test("what is usual changes with the scores, and slowly where they count in part", () => {
  const calm = after(Array.from<number>({ length: 2_000 }).fill(0.5));
  const lively = Array.from<number>({ length: 2_000 }).fill(1.5);
  expect(after(lively, calm).mean).toBeGreaterThan(1.1);
  expect(after(lively, calm, 0.1).mean).toBeLessThan(0.7);
});
