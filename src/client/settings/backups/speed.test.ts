import { expect, test } from "vitest";
import { firstOf, speedBetween, type Sighting } from "./speed.ts";

function sighting(done: number, at: number, total: number | null = 100, unit = "MiB"): Sighting {
  return { progress: { done, total, unit }, at };
}

test("the speed is what was gained since the first sighting, and says how long the rest takes", () => {
  expect(speedBetween(sighting(10, 5_000), sighting(30, 9_000))).toEqual({ rate: 5, left: 14_000 });
  expect(speedBetween(sighting(10, 5_000, null), sighting(30, 9_000, null))).toEqual({
    rate: 5,
    left: null,
  });
  expect(speedBetween(sighting(10, 0), sighting(120, 10_000))).toEqual({ rate: 11, left: 0 });
});

test("it cannot be told at once, nor while nothing is gained", () => {
  const first = sighting(10, 5_000);
  expect(speedBetween(first, first)).toBeNull();
  expect(speedBetween(first, sighting(30, 5_900))).toBeNull();
  expect(speedBetween(first, sighting(10, 9_000))).toBeNull();
});

test("what counts something else begins anew", () => {
  const first = sighting(10, 0);
  for (const next of [sighting(20, 1, 100, "events"), sighting(20, 1, 200), sighting(5, 1)])
    expect(firstOf(first, next)).toBe(next);
  expect(firstOf(first, sighting(20, 1))).toBe(first);
  expect(firstOf(null, first)).toBe(first);
});
