import fc from "fast-check";
import { expect, test } from "vitest";
import { parseExactly } from "./exact-json.ts";

test.each([
  "1234567890123456781",
  "-1234567890123456781",
  "9007199254740993",
  "1.50",
  "1.0",
  "0.10",
  "1e3",
  "1E400",
  "-0",
  "0.0000001",
  "123456789.123456789",
  "12345678901234567890.5",
])("%s keeps its digits, wherever it stands", (number) => {
  expect(parseExactly(`{"a":${number}}`)).toEqual({ a: number });
  expect(parseExactly(`{"a": { "b" :\n[0, ${number} ] } }`)).toEqual({ a: { b: [0, number] } });
});

test.each(["0", "5", "-1", "0.5", "97.25", "1e+21", "9007199254740991", "12.345"])(
  "%s is a number",
  (number) => expect(parseExactly(`[${number}]`)).toEqual([Number(number)]),
);

test("names of JavaScript stay names, and of two the last counts", () => {
  const value = parseExactly('{"__proto__":1.50,"a":1,"a":2.50}');
  expect(Object.entries(value ?? {})).toEqual([
    ["__proto__", "1.50"],
    ["a", "2.50"],
  ]);
});

test("what looks like a number in a text is text", () => {
  expect(parseExactly('["a: 1.50", ",12345678901234567890"]')).toEqual([
    "a: 1.50",
    ",12345678901234567890",
  ]);
});

test("what is nested deeply is read all the same", () => {
  expect(parseExactly(`${"[".repeat(100_000)}1.50${"]".repeat(100_000)}`)).toBeInstanceOf(Array);
});

test.each(["", "{", "[1.50", "[01]", "[1.]", '{"a":1.50,}'])("%j is no JSON", (text) => {
  expect(() => parseExactly(text)).toThrow(SyntaxError);
});

test("agrees with JSON.parse on what JSON.stringify writes", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(parseExactly(text)).toEqual(JSON.parse(text));
    }),
  );
});

test("every number is what it was written as", () => {
  const digits = fc.stringMatching(/^-?(?:0|[1-9]\d{0,25})(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?$/u);
  fc.assert(
    fc.property(digits, (number) => {
      const read = parseExactly(`[ ${number}]`);
      expect(String(Array.isArray(read) ? read[0] : read)).toBe(number);
    }),
  );
});
