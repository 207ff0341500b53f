import { expect, test } from "vitest";
import { figureOf, isNoisy, quantile } from "./figure.ts";

test("a figure is the middle of its samples with the quarters beside it", () => {
  expect(figureOf([5, 1, 3, 2, 4])).toEqual({ median: 3, low: 2, high: 4 });
  expect(figureOf([7])).toEqual({ median: 7, low: 7, high: 7 });
});

test("between two samples a quantile lies between them", () => {
  expect(quantile([1, 2], 0.5)).toBe(1.5);
  expect(quantile([0, 10, 20], 0.99)).toBeCloseTo(19.8);
});

test("quarters that lie far apart are noise", () => {
  expect(isNoisy(figureOf([100, 101, 102, 99, 98]))).toBe(false);
  expect(isNoisy(figureOf([100, 180, 60, 140, 90]))).toBe(true);
});
