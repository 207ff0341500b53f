import fc from "fast-check";
import { expect, test } from "vitest";
import { moveBy } from "./keys.ts";
import { scaleOf, WHOLE, yOf } from "./scale.ts";
import { ticksOf } from "./ticks.ts";

const NOW = Date.parse("2026-11-26T13:50:00Z");
const FIRST = NOW - 900 * 86_400_000;
const scale = scaleOf(WHOLE, { first: FIRST, now: NOW }, 800);
const ticks = ticksOf(scale, "UTC");

/** All that a key leads to, pressed again and again. */
function walk(key: string, from: number): { times: number[]; end: string } {
  const times: number[] = [];
  let time = from;
  for (let presses = 0; presses < 100; presses++) {
    const move = moveBy(key, scale, ticks, time);
    if (move?.type !== "time") return { times, end: move?.type ?? "nowhere" };
    times.push((time = move.time));
  }
  return { times, end: "never" };
}

test("arrows go from tick to tick, down to the oldest and up to the newest", () => {
  const inOrder = ticks.map(({ time }) => time);
  expect(walk("ArrowDown", NOW)).toEqual({ times: inOrder, end: "oldest" });
  expect(walk("ArrowUp", FIRST)).toEqual({ times: inOrder.toReversed(), end: "newest" });
  expect(walk("ArrowLeft", NOW)).toEqual(walk("ArrowDown", NOW));
  expect(walk("ArrowRight", FIRST)).toEqual(walk("ArrowUp", FIRST));
});

test("pages are larger steps", () => {
  const down = walk("PageDown", NOW);
  expect(down.end).toBe("oldest");
  expect(down.times.length).toBeLessThanOrEqual(5);
  expect(down.times.length).toBeGreaterThan(2);
  expect(walk("PageUp", FIRST).end).toBe("newest");
});

test("other keys lead to the ends, closer, or nowhere", () => {
  const move = (key: string) => moveBy(key, scale, ticks, NOW)?.type;
  expect(["Home", "End", "+", "=", "-", "j", "Escape"].map(move)).toEqual([
    "newest",
    "oldest",
    "closer",
    "closer",
    "wider",
    undefined,
    undefined,
  ]);
});

test("from anywhere, up is newer and down is older", () => {
  fc.assert(
    fc.property(fc.integer({ min: FIRST + 1, max: NOW - 1 }), (time) => {
      for (const key of ["ArrowUp", "PageUp", "ArrowDown", "PageDown"]) {
        const move = moveBy(key, scale, ticks, time);
        if (move?.type !== "time") continue;
        const sign = key.endsWith("Up") ? 1 : -1;
        expect(Math.sign(move.time - time)).toBe(sign);
        expect(Math.sign(yOf(scale, move.time) - yOf(scale, time))).toBe(-sign);
      }
    }),
  );
});
