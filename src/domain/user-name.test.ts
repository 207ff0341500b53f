import fc from "fast-check";
import { expect, test } from "vitest";
import { LONGEST_NAME, userNameOf } from "./user-name.ts";

test("takes names of any language, trimmed and composed", () => {
  expect(userNameOf("mira")).toBe("mira");
  expect(userNameOf("  Mira Kovač\t")).toBe("Mira Kovač");
  expect(userNameOf("Zoe\u0308")).toBe("Zoë");
  expect(userNameOf("美咲")).toBe("美咲");
  expect(userNameOf("mira@example.org")).toBe("mira@example.org");
  expect(userNameOf("👩🏽‍🚒".repeat(10))).not.toBeNull();
});

test.each([
  ["", "nothing"],
  ["   ", "blanks"],
  ["a\nb", "a line feed"],
  ["a\0b", "a NUL"],
  ["a\u2028b", "a line separator"],
  ["a\u202Eb", "a turn of direction"],
  ["a\uD800b", "half a character"],
  ["a".repeat(LONGEST_NAME + 1), "one character too many"],
  ["e\u0301".repeat(100_000), "a flood of marks"],
])("refuses %j: %s", (text) => {
  expect(userNameOf(text)).toBeNull();
});

test("counts characters, not their halves", () => {
  expect(userNameOf("😀".repeat(LONGEST_NAME))).not.toBeNull();
  expect(userNameOf("😀".repeat(LONGEST_NAME + 1))).toBeNull();
});

test("a name that was taken is taken again as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const name = userNameOf(text);
      expect(name === null ? null : userNameOf(name)).toBe(name);
    }),
  );
});
