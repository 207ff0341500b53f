import { expect, test } from "vitest";
import { standingClock } from "./delivery.fixture.ts";
import { spaced } from "./spaced.ts";

test("it calls at once after a silence, and once for all that asked before the time was over", () => {
  const { clock, now, advanceTo, advance, isWaiting } = standingClock(0);
  const calls: number[] = [];
  const ask = spaced(() => calls.push(now()), 20, clock);
  ask();
  expect(calls).toEqual([0]);
  for (const time of [1, 5, 19]) {
    advanceTo(time);
    ask();
  }
  expect(calls).toEqual([0]);
  advance();
  expect(calls).toEqual([0, 20]);
  advance();
  expect([calls, isWaiting()]).toEqual([[0, 20], false]);
  advanceTo(41);
  ask();
  expect(calls).toEqual([0, 20, 41]);
});
