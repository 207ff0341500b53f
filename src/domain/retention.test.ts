import { expect, test } from "vitest";
import { anAlert } from "./alert.arbitrary.ts";
import type { Alert } from "./alert.ts";
import { isPast, readAge, timeBefore, writeAge } from "./retention.ts";

const NOW = Date.parse("2026-11-26T12:00:00.000Z");

test.each([
  ["90d", "2026-08-28T12:00:00.000Z"],
  ["2w", "2026-11-12T12:00:00.000Z"],
  ["6m", "2026-05-26T12:00:00.000Z"],
  ["2y", "2024-11-26T12:00:00.000Z"],
])("%s before is %s", (text, time) => {
  const age = readAge(text);
  expect(age && timeBefore(age, NOW)).toBe(time);
  expect(age && writeAge(age)).toBe(text);
});

test.each([
  ["1m", "2026-03-31T12:00:00.000Z", "2026-02-28T12:00:00.000Z"],
  ["1m", "2026-03-28T12:00:00.000Z", "2026-02-28T12:00:00.000Z"],
  ["3m", "2026-01-31T12:00:00.000Z", "2025-10-31T12:00:00.000Z"],
  ["2m", "2026-01-31T12:00:00.000Z", "2025-11-30T12:00:00.000Z"],
  ["1y", "2024-02-29T12:00:00.000Z", "2023-02-28T12:00:00.000Z"],
])("%s before %s, in a month that has no such day: %s", (text, now, time) => {
  const age = readAge(text);
  expect(age && timeBefore(age, Date.parse(now))).toBe(time);
});

test.each(["", "90", "d", "0d", "-1d", "1.5y", "90 d", "90D", "2y6m", "999999d", "٣d"])(
  "%j is no age",
  (text) => expect(readAge(text)).toBeNull(),
);

const [early, bound, late] = [
  "2026-01-01T00:00:00.000Z",
  "2026-02-01T00:00:00.000Z",
  "2026-03-01T00:00:00.000Z",
];
const OVER = { status: "resolved", receivedAt: early, resolvedAt: early } as const;

test.each<[string, Partial<Alert>, boolean]>([
  ["received and resolved before", OVER, true],
  ["resolved just then", { ...OVER, resolvedAt: bound }, false],
  ["resolved later", { ...OVER, resolvedAt: late }, false],
  ["received later, whatever its source says of its end", { ...OVER, receivedAt: late }, false],
  ["in the trash as well", { ...OVER, deletedAt: late }, true],
  ["still firing", { receivedAt: early }, false],
  ["still acknowledged", { receivedAt: early, status: "acknowledged" }, false],
])("of resolved alerts, one that was %s lies beyond: %s, %s", (_, fields, past) => {
  expect(isPast(anAlert(fields), { of: "resolved", before: bound })).toBe(past);
});

test.each<[string, Partial<Alert>, boolean]>([
  ["put there before", { deletedAt: early, lastSeenAt: early }, true],
  ["put there just then", { deletedAt: bound, lastSeenAt: early }, false],
  ["reported since", { deletedAt: early, lastSeenAt: late }, false],
  ["not there", { lastSeenAt: early, ...OVER }, false],
])("of the trash, one that was %s lies beyond: %s, %s", (_, fields, past) => {
  expect(isPast(anAlert(fields), { of: "trash", before: bound })).toBe(past);
});
