import fc from "fast-check";
import { expect, test } from "vitest";
import { cut, cutBytes, cutEscaped, MARK } from "./cut.ts";

test.each([
  ["abc", 3, "abc"],
  ["abcd", 3, "ab…"],
  ["", 3, ""],
  ["a😀b", 3, "a…"],
  ["a😀b", 4, "a😀b"],
  ["abc", 1, "…"],
  ["abc", 0, ""],
])("%j in %i is %j", (text, most, short) => {
  expect(cut(text, most)).toBe(short);
});

test.each([
  ["aä", 3, "aä"],
  ["äää", 5, "ä…"],
  ["😀😀", 8, "😀😀"],
  ["😀😀", 7, "😀…"],
])("%j in %i bytes is %j", (text, most, short) => {
  expect(cutBytes(text, most)).toBe(short);
});

test("what is cut is short enough, a beginning, and marked", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 3, max: 30 }), (text, most) => {
      const short = cut(text, most);
      expect(short.length).toBeLessThanOrEqual(most);
      expect(short === text || (short.endsWith(MARK) && text.startsWith(short.slice(0, -1)))).toBe(
        true,
      );
      expect(short.isWellFormed()).toBe(true);
      const bytes = cutBytes(text, most);
      expect(Buffer.byteLength(bytes)).toBeLessThanOrEqual(most);
      expect(bytes === text || text.startsWith(bytes.slice(0, -1))).toBe(true);
    }),
  );
});

test("what a character was escaped to is whole, or not there", () => {
  const escape = (character: string) => (character === "<" ? "&lt;" : character);
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("<", "a") }),
      fc.integer({ min: 1, max: 20 }),
      (text, most) => {
        const short = cutEscaped(text, most, escape);
        expect(short.length).toBeLessThanOrEqual(most);
        expect(short).toMatch(/^(?:&lt;|a)*…?$/u);
      },
    ),
  );
});
