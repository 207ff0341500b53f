import fc from "fast-check";
import { expect, test } from "vitest";
import { wellFormed } from "../../domain/well-formed.ts";
import { fits, shorten, wellFormedPairs } from "./text.ts";

test("a lone surrogate and a NUL are replaced, everything else is kept", () => {
  expect(wellFormed("a\uD83Db\0c")).toBe("a\uFFFDb\uFFFDc");
  expect(wellFormed("日本語 🔥 <b>&\n\t\u202E")).toBe("日本語 🔥 <b>&\n\t\u202E");
});

test("well-formed text survives UTF-8", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
      const mended = wellFormed(String.fromCharCode(...units));
      expect(Buffer.from(mended).toString()).toBe(mended);
    }),
  );
});

test("names of JavaScript stay names", () => {
  const pairs: Record<string, string> = JSON.parse('{"__proto__":"a","constructor":"b\\u0000"}');
  expect(Object.entries(wellFormedPairs(pairs))).toEqual([
    ["__proto__", "a"],
    ["constructor", "b\uFFFD"],
  ]);
});

test("length is counted in characters, not in halves of them", () => {
  expect(fits("🔥".repeat(10), 10)).toBe(true);
  expect(fits("🔥".repeat(10), 9)).toBe(false);
  expect(fits("x".repeat(11), 10)).toBe(false);
});

test("what is too long ends in an ellipsis and never in half a character", () => {
  expect(shorten("12345", 5)).toBe("12345");
  expect(shorten("123456", 5)).toBe("1234…");
  expect(shorten("🔥".repeat(6), 5)).toBe("🔥🔥🔥🔥…");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 20 }), (text, max) => {
      const short = shorten(text, max);
      expect(fits(short, max)).toBe(true);
      expect(short.isWellFormed()).toBe(true);
    }),
  );
});
