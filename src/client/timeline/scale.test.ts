import fc from "fast-check";
import { expect, test } from "vitest";
import {
  following,
  roomOf,
  scaleOf,
  SHORTEST,
  timeAt,
  type View,
  WHOLE,
  yOf,
  zoomed,
} from "./scale.ts";

const NOW = Date.parse("2026-11-26T12:00:00Z");
const YEAR = 365 * 86_400_000;

const bounds = fc
  .integer({ min: 0, max: 20 * YEAR })
  .map((length) => ({ first: NOW - length, now: NOW }));
const height = fc.integer({ min: 100, max: 2000 });
const turns = fc.array(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.3, 0.7, 1.5, 4)),
  {
    maxLength: 12,
  },
);
/** Scales that turns of the wheel lead to. */
const scales = fc.tuple(bounds, height, turns).map(([ends, high, turned]) => {
  const view = turned.reduce<View>(
    (seen, [at, factor]) => zoomed(scaleOf(seen, ends, high), at * high, factor),
    WHOLE,
  );
  return { view, scale: scaleOf(view, ends, high) };
});
const part = fc.double({ min: 0, max: 1, noNaN: true });

test("a place and its time lead to each other, and what is older stands lower", () => {
  fc.assert(
    fc.property(scales, part, part, ({ scale }, a, b) => {
      const y = a * scale.height;
      expect(yOf(scale, timeAt(scale, y))).toBeCloseTo(y, 1);
      const [high, low] = [Math.min(a, b), Math.max(a, b)].map((at) =>
        timeAt(scale, at * scale.height),
      );
      expect(high).toBeGreaterThanOrEqual(low ?? Infinity);
    }),
  );
});

test("the whole of history reaches from now to its first alert", () => {
  fc.assert(
    fc.property(bounds, height, (ends, high) => {
      const scale = scaleOf(WHOLE, ends, high);
      expect(timeAt(scale, 0)).toBe(NOW);
      expect(yOf(scale, Math.min(ends.first, NOW - SHORTEST))).toBeCloseTo(high, 3);
    }),
  );
});

test("the older, the less room", () => {
  const scale = scaleOf(WHOLE, { first: NOW - 3 * YEAR, now: NOW }, 800);
  expect(roomOf(scale, 3_600_000, NOW)).toBeGreaterThan(50);
  expect(roomOf(scale, 3_600_000, NOW - YEAR)).toBeLessThan(0.05);
});

test("a zoom stays within history, keeps what is under the pointer and ends at minutes", () => {
  fc.assert(
    fc.property(scales, part, fc.constantFrom(0.5, 2), ({ scale }, at, factor) => {
      const y = at * scale.height;
      const next = scaleOf(zoomed(scale, y, factor), scale, scale.height);
      const [newest, oldest] = [timeAt(next, 0), timeAt(next, next.height)];
      expect(newest).toBeLessThanOrEqual(NOW + 10);
      expect(oldest).toBeGreaterThanOrEqual(scale.first - 10);
      expect(newest - oldest).toBeGreaterThan(SHORTEST / 2);
      const isCut = next.top <= 0 || oldest <= scale.first + 1;
      if (!isCut) expect(Math.abs(yOf(next, timeAt(scale, y)) - y)).toBeLessThan(1);
    }),
  );
});

test("closer and closer leads from years to minutes, and wider back to all of it", () => {
  const ends = { first: NOW - 3 * YEAR, now: NOW };
  let view = WHOLE;
  for (let turn = 0; turn < 60; turn++) view = zoomed(scaleOf(view, ends, 800), 600, 0.7);
  const close = scaleOf(view, ends, 800);
  expect(timeAt(close, 0) - timeAt(close, 800)).toBeLessThan(2 * SHORTEST);
  for (let turn = 0; turn < 60; turn++) view = zoomed(scaleOf(view, ends, 800), 600, 1.5);
  expect(view).toEqual(WHOLE);
});

test("a time that is looked for comes into view, and one in view moves nothing", () => {
  fc.assert(
    fc.property(scales, part, ({ scale, view }, at) => {
      const time = scale.first + at * (NOW - scale.first);
      const followed = following(scale, view, time);
      const y = yOf(scaleOf(followed, scale, scale.height), time);
      expect(y).toBeGreaterThanOrEqual(-1);
      expect(y).toBeLessThanOrEqual(scale.height + 1);
      expect(following(scale, view, timeAt(scale, scale.height / 2))).toBe(view);
    }),
  );
});
