import fc from "fast-check";
import { expect, test } from "vitest";
import { millisecondsOf } from "./milliseconds.ts";

/** What Date can write, of years with four digits and others. */
const time = fc.oneof(
  fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }),
  fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 }),
);

test("a time is read as Date reads it, whatever was read before", () => {
  fc.assert(
    fc.property(fc.array(time), (times) => {
      expect(times.map((ms) => millisecondsOf(new Date(ms).toISOString()))).toEqual(times);
    }),
  );
});

test.each([0, 9, 99, 999, 1000, 59_999, 86_399_999, 86_400_000, -1, 1_772_323_199_999])(
  "so is %i",
  (ms) => {
    expect(millisecondsOf(new Date(ms).toISOString())).toBe(ms);
  },
);
