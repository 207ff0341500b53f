import { expect, test } from "vitest";
import { waitAfter } from "./pace.ts";

test("it looks every two seconds, more rarely after each failure, and never gives up", () => {
  const waits = [0, 1, 2, 3, 4, 5, 1000].map(waitAfter);
  expect(waits[0]).toBe(2000);
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(waits.at(-1)).toBe(30_000);
});
