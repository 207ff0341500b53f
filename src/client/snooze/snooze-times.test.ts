import { expect, test } from "vitest";
import { ownTime, snoozeTimes } from "./snooze-times.ts";

const ZONE = "Europe/Berlin";

function offered(now: string, zone = ZONE): [string, string][] {
  return snoozeTimes(Date.parse(now), zone).map(({ words, until }) => [
    words,
    new Date(until).toISOString().slice(0, 16),
  ]);
}

test("on a Friday afternoon there are hours, the next morning and that of Monday", () => {
  expect(offered("2026-11-27T13:20:00Z")).toEqual([
    ["For 1 hour", "2026-11-27T14:20"],
    ["For 4 hours", "2026-11-27T17:20"],
    ["Until tomorrow, 9:00", "2026-11-28T08:00"],
    ["Until Monday, 9:00", "2026-11-30T08:00"],
  ]);
});

test("hours are whole minutes, and never less than they say", () => {
  expect(offered("2026-11-27T13:20:01Z")[0]).toEqual(["For 1 hour", "2026-11-27T14:21"]);
});

test("at night there is the morning that comes, and before a Monday no other one", () => {
  expect(offered("2026-11-29T01:00:00Z")).toEqual([
    ["For 1 hour", "2026-11-29T02:00"],
    ["For 4 hours", "2026-11-29T05:00"],
    ["Until 9:00 today", "2026-11-29T08:00"],
    ["Until tomorrow, 9:00", "2026-11-30T08:00"],
  ]);
});

test("a morning is one by the reader's wall, also after the clocks were changed", () => {
  const tomorrow = (now: string) => offered(now).find(([words]) => words.includes("tomorrow"));
  expect(tomorrow("2026-10-24T12:00:00Z")?.[1]).toBe("2026-10-25T08:00");
  expect(tomorrow("2026-03-28T12:00:00Z")?.[1]).toBe("2026-03-29T07:00");
  expect(offered("2026-11-27T20:00:00Z", "Pacific/Auckland")[2]).toEqual([
    "Until tomorrow, 9:00",
    "2026-11-28T20:00",
  ]);
});

test("on a Monday, Monday is the next one", () => {
  expect(offered("2026-11-30T12:00:00Z").at(-1)).toEqual([
    "Until Monday, 9:00",
    "2026-12-07T08:00",
  ]);
});

test("a time of one's own is read by the reader's wall, and must be to come", () => {
  const now = Date.parse("2026-11-27T13:20:00Z");
  expect(ownTime("2026-11-27T14:21", now, ZONE)).toBe(Date.parse("2026-11-27T13:21:00Z"));
  expect(ownTime("2026-11-27T14:20", now, ZONE)).toBeNull();
  expect(ownTime("", now, ZONE)).toBeNull();
});
