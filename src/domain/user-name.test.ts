import fc from "fast-check";
import { expect, test } from "vitest";
import { readUserName } from "./user-name.ts";

test.each([
  ["mira", "mira"],
  ["  Mira Kovač\t", "Mira Kovač"],
  ["Zoe\u0308", "Zoë"],
  ["美咲", "美咲"],
  ["mira@example.org", "mira@example.org"],
  ["😀".repeat(100), "😀".repeat(100)],
])("%j is the name %j", (text, name) => {
  expect(readUserName(text)).toEqual({ ok: true, value: name });
});

test.each([
  ["", "nothing"],
  ["   ", "blanks"],
  ["a\nb", "a line feed"],
  ["a\0b", "a NUL"],
  ["a\u2028b", "a line separator"],
  ["a\u202Eb", "a turn of direction"],
  ["a\uD800b", "half a character"],
  ["a".repeat(101), "one character too many"],
  ["😀".repeat(101), "one character too many, of two halves each"],
])("refuses %j: %s", (text) => {
  expect(readUserName(text)).toMatchObject({ ok: false, problem: { code: "invalid-body" } });
});

// It would not end before the test does.
test("does not look at what cannot be a name", () => {
  expect(readUserName(`e${"\u0301\u0316".repeat(500_000)}`).ok).toBe(false);
});

test("a name that was taken is taken again as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const read = readUserName(text);
      expect(read.ok ? readUserName(read.value) : read).toEqual(read);
    }),
  );
});
