import { expect, test } from "vitest";
import { calmWaitAfter, waitAfter } from "./pace.ts";

test("it looks every two seconds, more rarely after each failure, and never gives up", () => {
  const waits = [0, 1, 2, 3, 4, 5, 1000].map(waitAfter);
  expect(waits[0]).toBe(2000);
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(waits.at(-1)).toBe(30_000);
});

test("what rarely changes is looked at more rarely while it does not, and failures count as ever", () => {
  const waits = [0, 1, 2, 3, 4, 1000].map((unchanged) => calmWaitAfter(0, unchanged));
  expect(waits).toEqual([2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  expect(calmWaitAfter(1000, 0)).toBe(30_000);
  expect(calmWaitAfter(1, 3)).toBe(15_000);
});
