import { expect, test } from "vitest";
import { stretchAround } from "./around.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse("2026-11-26T12:00:00.000Z");
const ago = (time: number) => new Date(NOW - time).toISOString();

test("an alert that is open is shown up to now, with two days before it and three in all", () => {
  expect(stretchAround({ startedAt: ago(HOUR), resolvedAt: null }, NOW)).toEqual({
    from: NOW - 3 * DAY,
    to: NOW,
  });
  expect(stretchAround({ startedAt: ago(2 * DAY), resolvedAt: null }, NOW).from).toBe(
    NOW - 4 * DAY,
  );
});

test("of one that is over, half a day after it is shown, too", () => {
  const { from, to } = stretchAround({ startedAt: ago(9 * DAY), resolvedAt: ago(8 * DAY) }, NOW);
  expect((NOW - from) / DAY).toBe(11);
  expect((NOW - to) / DAY).toBe(7.5);
  expect(stretchAround({ startedAt: ago(DAY), resolvedAt: ago(HOUR) }, NOW).to).toBe(NOW);
});

test("never more than five weeks are read, and others only every five minutes", () => {
  const open = { startedAt: ago(90 * DAY), resolvedAt: null };
  expect(stretchAround(open, NOW)).toEqual({ from: NOW - 35 * DAY, to: NOW });
  expect(stretchAround(open, NOW - 1)).toEqual(stretchAround(open, NOW - 60_000));
});
