import { expect, test } from "vitest";
import { createMomentum, STILL } from "./momentum.ts";

test("a list that nobody touches does not move, whatever scrolls it", () => {
  const momentum = createMomentum();
  momentum.scrolled(1000);
  expect(momentum.isMoving(1000)).toBe(false);
});

test("a touch moves the list until it ends, and its momentum until that does", () => {
  const momentum = createMomentum();
  momentum.touched();
  expect(momentum.isMoving(60_000)).toBe(true);
  momentum.released(1000);
  for (let now = 1000; now < 3000; now += STILL - 1) {
    expect(momentum.isMoving(now)).toBe(true);
    momentum.scrolled(now);
  }
  const last = 1000 + Math.floor(1999 / (STILL - 1)) * (STILL - 1);
  expect(momentum.isMoving(last + STILL - 1)).toBe(true);
  expect(momentum.isMoving(last + STILL)).toBe(false);
});

test("a touch that did not scroll is over after a moment", () => {
  const momentum = createMomentum();
  momentum.touched();
  momentum.released(1000);
  expect(momentum.isMoving(1000 + STILL)).toBe(false);
});
