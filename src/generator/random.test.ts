import { expect, test } from "vitest";
import { exponential, integerBetween, pickWeighted, seededRandom } from "./random.ts";

function many<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw);
}

test("the same seed gives the same numbers, another seed others", () => {
  const [first, again, other] = [1, 1, 2].map((seed) => many(5, seededRandom(seed)));
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test("numbers lie between 0 and 1 and fill it evenly", () => {
  const numbers = many(20_000, seededRandom(7));
  const tenths = numbers.map((number) => Math.floor(number * 10));
  const sizes = Array.from({ length: 10 }, (_, n) => tenths.filter((tenth) => tenth === n).length);
  expect(Math.min(...sizes)).toBeGreaterThan(1800);
  expect(Math.max(...sizes)).toBeLessThan(2200);
});

test("integers lie between the bounds, both included", () => {
  const random = seededRandom(3);
  expect(new Set(many(200, () => integerBetween(random, 2, 4)))).toEqual(new Set([2, 3, 4]));
});

test("waits have a mean of 1", () => {
  const random = seededRandom(5);
  const waits = many(20_000, () => exponential(random));
  expect(waits.reduce((sum, wait) => sum + wait) / waits.length).toBeCloseTo(1, 1);
});

test("weights are kept, and nothing without weight is picked", () => {
  const random = seededRandom(9);
  const items = [
    { name: "a", weight: 3 },
    { name: "b", weight: 0 },
    { name: "c", weight: 1 },
  ] as const;
  const picked = many(
    8000,
    () => pickWeighted<{ name: string; weight: number }>(random, items).name,
  );
  expect(picked.filter((name) => name === "a").length / 8000).toBeCloseTo(0.75, 1);
  expect(picked).not.toContain("b");
});
