import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { rows, update } from "../window/window.fixture.ts";
import type { Update } from "../window/window.ts";
import { createPace, PACE } from "./pace.ts";
import { MOST_MARKED } from "./reducer.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** An update with so many arrivals. */
const arrivals = (count: number): Update => update({ put: count === 0 ? [] : rows(count, 1) });
const SCREENFUL = arrivals(MOST_MARKED + 1);

function listen() {
  const taken: (readonly Update[])[] = [];
  const pace = createPace((updates) => taken.push(updates));
  return { pace, taken };
}

test("few arrivals are taken at once, also just after a screenful, and none waits for them", () => {
  const { pace, taken } = listen();
  pace.receive(arrivals(1));
  pace.receive(SCREENFUL);
  for (let i = 0; i < 5; i++) pace.receive(arrivals(MOST_MARKED));
  expect(taken).toHaveLength(7);
});

test("a second screenful waits until the first has been there for a while, and what comes after it waits with it", () => {
  const { pace, taken } = listen();
  pace.receive(SCREENFUL);
  vi.advanceTimersByTime(100);
  const [change, last] = [arrivals(0), arrivals(1)];
  pace.receive(SCREENFUL);
  pace.receive(change);
  vi.advanceTimersByTime(PACE - 101);
  expect(taken).toHaveLength(1);
  pace.receive(last);
  vi.advanceTimersByTime(1);
  expect(taken.at(-1)).toEqual([SCREENFUL, change, last]);
  vi.advanceTimersByTime(10 * PACE);
  expect(taken).toHaveLength(2);
});

test("once a screenful has been there for a while, the next is taken at once", () => {
  const { pace, taken } = listen();
  pace.receive(SCREENFUL);
  vi.advanceTimersByTime(PACE);
  pace.receive(SCREENFUL);
  expect(taken).toHaveLength(2);
});

test("a stream of few arrivals at a time that make up screenfuls is none", () => {
  const { pace, taken } = listen();
  for (let i = 0; i < 40; i++) {
    pace.receive(arrivals(5));
    vi.advanceTimersByTime(50);
  }
  expect(taken).toHaveLength(40);
});

test("what waits is taken before something else happens, and not once more", () => {
  const { pace, taken } = listen();
  pace.receive(SCREENFUL);
  pace.receive(SCREENFUL);
  pace.flush();
  pace.flush();
  vi.advanceTimersByTime(10 * PACE);
  expect(taken).toEqual([[SCREENFUL], [SCREENFUL]]);
});

test("whatever comes when, all of it is taken in order, once, and not later than after the pause", () => {
  const steps = fc.array(fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 2 * PACE })));
  fc.assert(
    fc.property(steps, (all) => {
      const { pace, taken } = listen();
      const given = all.map(([count]) => arrivals(count));
      const late: number[] = [];
      let at = 0;
      for (const [i, [, pause]] of all.entries()) {
        pace.receive(given[i] ?? arrivals(0));
        vi.advanceTimersByTime(pause);
        at += 1;
        if (pause >= PACE) late.push(at - taken.flat().length);
      }
      vi.advanceTimersByTime(PACE);
      expect(taken.flat()).toEqual(given);
      expect(late.every((count) => count === 0)).toBe(true);
    }),
  );
});
