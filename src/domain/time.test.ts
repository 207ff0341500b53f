import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTime, timeFrom } from "./time.ts";

describe("timeFrom", () => {
  test.each([
    ["2026-11-23T04:45:01.108664962Z", "2026-11-23T04:45:01.108Z"],
    ["2026-11-23T04:45:01Z", "2026-11-23T04:45:01.000Z"],
    ["2026-11-23t04:45:01.5z", "2026-11-23T04:45:01.500Z"],
    ["2026-11-23 04:45:01.999999999+05:45", "2026-11-22T23:00:01.999Z"],
    ["2026-11-23T04:45:01-09:30", "2026-11-23T14:15:01.000Z"],
    ["2024-02-29T00:00:00+00:00", "2024-02-29T00:00:00.000Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
    ["1969-12-31T23:59:59Z", "1969-12-31T23:59:59.000Z"],
  ])("%s is %s", (written, time) => expect(timeFrom(written)).toBe(time));

  test.each([
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00.000Z",
    "0001-01-01T00:00:00+01:00",
    "0001-01-01T00:00:00.000-05:00",
  ])("%s means none", (written) => {
    expect(isTime(written)).toBe(true);
    expect(timeFrom(written)).toBeNull();
  });

  test.each([
    "",
    "yesterday",
    "1763873101",
    "2026-11-23",
    "2026-11-23T04:45:01",
    "2026-11-23T04:45Z",
    "2026-13-01T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "2026-11-23T24:00:00Z",
    "2026-11-23T04:60:00Z",
    "2026-11-23T04:45:01+24:00",
    "2026-11-23T04:45:01+01:60",
    "2026-11-23T04:45:01.Z",
    "9999-12-31T23:59:59-01:00",
    "+012026-11-23T04:45:01Z",
    " 2026-11-23T04:45:01Z",
  ])("%j is no time", (written) => {
    expect(isTime(written)).toBe(false);
    expect(timeFrom(written)).toBeNull();
  });

  test("agrees with Date wherever Date reads the text", () => {
    const years = { min: new Date("0002-01-02"), max: new Date("9999-12-30"), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(years), fc.integer({ min: -1439, max: 1439 }), (date, offset) => {
        const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const size = Math.abs(offset);
        const clock = [Math.floor(size / 60), size % 60].map((n) => String(n).padStart(2, "0"));
        const written = `${local}${offset < 0 ? "-" : "+"}${clock.join(":")}`;
        expect(timeFrom(written)).toBe(date.toISOString());
        expect(timeFrom(date.toISOString())).toBe(date.toISOString());
      }),
    );
  });
});
