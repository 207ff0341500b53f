import { expect, test } from "vitest";
import { dayStarts } from "./days.ts";

test("the newest row of each day below the first is marked, in the reader's time zone", () => {
  const rows = [
    { id: 4, receivedAt: "2026-11-22T01:00:00.000Z" },
    { id: 3, receivedAt: "2026-11-21T23:30:00.000Z" },
    { id: 2, receivedAt: "2026-11-21T22:30:00.000Z" },
    { id: 1, receivedAt: "2026-11-20T12:00:00.000Z" },
  ];
  expect([...dayStarts(rows, "UTC").keys()]).toEqual([3, 1]);
  expect([...dayStarts(rows, "Europe/Berlin").keys()]).toEqual([2, 1]);
  expect(dayStarts(rows, "UTC").get(1)).toContain("20 November 2026");
});

test("a day that begins between two rows of one minute is found, also where zones are odd", () => {
  const rows = [
    { id: 3, receivedAt: "2026-11-21T18:15:20.000Z" },
    { id: 2, receivedAt: "2026-11-21T18:15:00.000Z" },
    { id: 1, receivedAt: "2026-11-21T18:14:59.999Z" },
  ];
  expect([...dayStarts(rows, "Asia/Kathmandu").keys()]).toEqual([1]);
  expect([...dayStarts(rows, "UTC").keys()]).toEqual([]);
});
