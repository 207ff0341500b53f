import fc from "fast-check";
import { expect, test } from "vitest";
import { foldUserName, numberedName, readUserName } from "./user-name.ts";

test.each([
  ["mira", "mira"],
  ["  Mira Kovač\t", "Mira Kovač"],
  ["Zoe\u0308", "Zoë"],
  ["Mira \u00A0\u2003 Kern", "Mira Kern"],
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
  ["a\u200Bb", "a blank without width"],
  ["a\uFE0Fb", "a selector of a variant"],
  ["a\u034Fb", "a joiner of marks"],
  ["a\u17B5b", "a vowel of Khmer without a form"],
  ["a\u180Bb", "a selector of Mongolian"],
  ["a\u{E0100}b", "a selector of an ideograph"],
  ["a\uFFF9b", "an anchor of a note between lines"],
  ["a\u2800b", "an empty pattern of braille"],
  ["\u3164", "a filler"],
  ["\u115F", "a filler of a syllable"],
  ["\uFFA0", "a filler of half the width"],
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

test("a name in another case is the same, whatever its letters", () => {
  const different: string[] = [];
  for (let code = 0x20; code <= 0x10ffff; code++) {
    const letter = String.fromCodePoint(code);
    if (hasOneForm(letter)) continue;
    // Before another letter and at the end, which some letters know.
    for (const name of [`a${letter}b`, `a${letter}`]) {
      const folded = foldUserName(name);
      const others = [name.toUpperCase(), name.toLowerCase(), name.normalize("NFD"), folded];
      if (others.some((other) => foldUserName(other) !== folded)) different.push(name);
    }
  }
  expect(different).toEqual([]);
});

function hasOneForm(letter: string): boolean {
  return [
    letter.toUpperCase(),
    letter.toLowerCase(),
    letter.normalize("NFD"),
    letter.normalize("NFKC"),
  ].every((form) => form === letter);
}

test("names that look different are different", () => {
  const names = ["mira", "myra", "mira-2", "mirá", "mira kern", "mirakern"];
  expect(new Set(names.map(foldUserName)).size).toBe(names.length);
});

test("a number has room behind any name", () => {
  expect(numberedName("mira", 2)).toBe("mira-2");
  for (const name of ["a".repeat(100), "😀".repeat(100)]) {
    const numbered = numberedName(name, 123);
    expect(readUserName(numbered)).toEqual({ ok: true, value: numbered });
    expect([...numbered]).toHaveLength(100);
    expect(numbered.endsWith("-123")).toBe(true);
  }
});
