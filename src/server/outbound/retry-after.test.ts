import fc from "fast-check";
import { expect, test } from "vitest";
import { retryAfter } from "./retry-after.ts";

const NOW = Date.parse("2026-11-26T12:00:00.000Z");
const DAY = 86_400_000;

test.each([
  ["1", 1000],
  ["120", 120_000],
  [" 7 ", 7000],
  ["0", 1000],
  ["86400", DAY],
  ["86401", DAY],
  ["9".repeat(400), DAY],
  ["Thu, 26 Nov 2026 12:00:30 GMT", 30_000],
  ["Thursday, 26-Nov-26 12:00:30 GMT", 30_000],
  ["Thu Nov 26 12:00:30 2026", 30_000],
  ["Thu Nov  5 12:00:30 2026", 1000],
  ["Wed, 25 Nov 2026 12:00:00 GMT", 1000],
  ["Fri, 31 Dec 9999 23:59:59 GMT", DAY],
])("%j is %i ms", (header, time) => {
  expect(retryAfter(header, NOW)).toBe(time);
});

test.each([
  null,
  "",
  "-1",
  "1.5",
  "1e3",
  "0x10",
  "soon",
  "NaN",
  "2026-11-26",
  "1, 2",
  "Thu, 99 Foo 2026 12:00:30 GMT",
])("%j says nothing", (header) => {
  expect(retryAfter(header, NOW)).toBeNull();
});

test("whatever it says, it is a second at least and a day at most", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.bigInt().map(String), fc.date().map(String)), (header) => {
      const time = retryAfter(header, NOW);
      expect(time === null || (time >= 1000 && time <= DAY)).toBe(true);
    }),
  );
});
