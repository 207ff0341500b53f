import fc from "fast-check";
import { expect, test } from "vitest";
import { isoTime } from "./iso-time.ts";

const time = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 });

test("a time is written as Date writes it, whatever was written before", () => {
  fc.assert(
    fc.property(fc.array(time), (times) => {
      expect(times.map(isoTime)).toEqual(times.map((ms) => new Date(ms).toISOString()));
    }),
  );
});

test.each([0, 999, 1000, 59_999, 86_399_999, 86_400_000, -1, 1_772_323_199_999])(
  "so is %i",
  (ms) => {
    expect(isoTime(ms)).toBe(new Date(ms).toISOString());
  },
);
