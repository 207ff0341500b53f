import { expect, test } from "vitest";
import type { Direction } from "../../engine/stretch.ts";
import { createWindows, type Range } from "./windows.ts";

/** All windows, where looking through one takes so long (ms) by its ids. */
function windowsOf(
  all: Range,
  direction: Direction,
  isOfWords: boolean,
  took: (ids: number) => number,
): Range[] {
  let now = 0;
  const windows = createWindows(all, direction, isOfWords, () => now);
  const passed: Range[] = [];
  for (let window = windows.next(); window !== null; window = windows.next()) {
    passed.push(window);
    now += took(window.last - window.first + 1);
  }
  return passed;
}

const lengthOf = ({ first, last }: Range) => last - first + 1;

test.each(["older", "newer"] as const)("%s: each id is in one window, in order", (direction) => {
  for (const isOfWords of [false, true]) {
    for (const pace of [0, 0.001, 0.1]) {
      const all = { first: 48_123, last: 412_345 };
      const windows = windowsOf(all, direction, isOfWords, (ids) => ids * pace);
      const upwards = direction === "newer" ? windows : windows.toReversed();
      expect([upwards[0]?.first, upwards.at(-1)?.last]).toEqual([all.first, all.last]);
      for (const [index, { first }] of upwards.entries()) {
        if (index > 0) expect(first).toBe((upwards[index - 1]?.last ?? 0) + 1);
      }
    }
  }
});

test("a window grows while there is time, and becomes small again where it took too long", () => {
  const all = { first: 1, last: 3_000_000 };
  const quick = windowsOf(all, "older", false, () => 1).map(lengthOf);
  expect(quick.slice(0, 4)).toEqual([2_000, 8_000, 32_000, 128_000]);
  const steady = windowsOf(all, "older", false, (ids) => ids / 1_000).map(lengthOf);
  expect(Math.max(...steady.slice(3))).toBeLessThanOrEqual(20_100);
  const slow = windowsOf({ first: 1, last: 20_000 }, "newer", false, () => 1_000).map(lengthOf);
  expect(new Set(slow)).toEqual(new Set([2_000]));
});

test("a window that is searched for words lies in one partition", () => {
  for (const direction of ["older", "newer"] as const) {
    const windows = windowsOf({ first: 10, last: 260_000 }, direction, true, () => 1);
    for (const { first, last } of windows) {
      expect(Math.floor(first / 50_000)).toBe(Math.floor(last / 50_000));
    }
    expect(windows.length).toBeLessThan(20);
  }
});

test("there is none where there are no ids", () => {
  expect(windowsOf({ first: 1, last: 0 }, "older", false, () => 1)).toEqual([]);
});
