import fc from "fast-check";
import { expect, test } from "vitest";
import { claimedTimeFrom } from "./claimed-time.ts";

const AT = "2026-11-26T03:00:00.000Z";

test.each([
  "2026-11-26T03:00:00Z",
  "2026-11-26t03:00:00z",
  "2026-11-26T03:00:00.000000000Z",
  "2026-11-26T05:00:00.000+0200",
  "2026-11-26T05:00:00+02:00",
  "2026-11-26T05:00:00+02",
  "2026-11-26T03:00:00+0000",
  "2026-11-26T03:00:00",
  "2026-11-26 03:00:00",
  "2026-11-26 03:00:00.000",
  "2026-11-26T03:00:00,000Z",
  "2026-11-26T03:00",
  "2026-11-26T03:00Z",
  "2026-11-26 03:00:00 UTC",
  "2026-11-26 03:00:00 GMT",
  "2026-11-26 03:00:00 +0000 UTC",
  "2026-11-26 05:00:00 +0200",
  "2026-11-26T04:00:00+01:00[Europe/Berlin]",
  "2026/11/26 03:00:00",
  "2026.11.26 03:00:00",
  "20261126T030000Z",
  "Thu, 26 Nov 2026 03:00:00 GMT",
  "26 Nov 2026 03:00:00 +0000",
  " 2026-11-26T03:00:00Z ",
  1_795_662_000,
  1_795_662_000_000,
  1_795_662_000_000_000,
  1_795_662_000_000_000_000,
  "1795662000",
  "1795662000.000",
  "1795662000000",
  "1795662000000000000",
  "1.795662e9",
])("%j is a time", (written) => expect(claimedTimeFrom(written)).toBe(AT));

test.each([
  ["2026-11-26T23:59:60Z", "2026-11-27T00:00:00.000Z"],
  ["2026-11-26T23:59:60.7Z", "2026-11-27T00:00:00.000Z"],
  ["2016-12-31T23:59:60+00:00", "2017-01-01T00:00:00.000Z"],
  ["2026-11-26", "2026-11-26T00:00:00.000Z"],
  ["20261126", "2026-11-26T00:00:00.000Z"],
  ["2026-11-26T03:00:00.1234567891Z", "2026-11-26T03:00:00.123Z"],
  [1_795_662_000.5, "2026-11-26T03:00:00.500Z"],
  ["1795662000.25", "2026-11-26T03:00:00.250Z"],
] as const)("%j is %s", (written, time) => expect(claimedTimeFrom(written)).toBe(time));

test.each([
  undefined,
  null,
  "",
  "  ",
  0,
  "0",
  "0001-01-01T00:00:00Z",
  "0001-01-01T00:00:00+00:00",
  "0001-01-01 00:00:00 +0000 UTC",
  "0000-00-00T00:00:00Z",
])("%j names no time", (written) => expect(claimedTimeFrom(written) ?? null).toBeNull());

test.each([
  "yesterday",
  "5",
  5,
  -1,
  1e25,
  Number.NaN,
  "1e99",
  true,
  {},
  [],
  "2026-02-30T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-11-26T25:00:00Z",
  "2026-11-26T03:61:00Z",
  "2026-11-26T03:00:00+24:00",
  "9999-12-31T23:59:59-00:01",
  "+275760-09-13T00:00:00Z",
  "9".repeat(1_000_000),
  "12 fish",
])("%j cannot be read", (written) => expect(claimedTimeFrom(written)).toBeUndefined());

test("any time is read as it was written, in each unit", () => {
  const years = { min: new Date("1975-01-01"), max: new Date("2200-01-01"), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(years), (date) => {
      const milliseconds = date.getTime();
      for (const written of [
        milliseconds,
        milliseconds / 1000,
        String(milliseconds / 1000),
        `${milliseconds}000000`,
        date.toISOString(),
        date.toISOString().slice(0, -1),
      ]) {
        expect(claimedTimeFrom(written)).toBe(date.toISOString());
      }
    }),
  );
});

test("whatever is read is a time", () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.string(), fc.double()), (input) => {
      const time = claimedTimeFrom(input);
      expect(time === null || time === undefined || new Date(time).toISOString() === time).toBe(
        true,
      );
    }),
  );
});
