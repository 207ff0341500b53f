import { expect, test } from "vitest";
import { foldUserName, numberedName, readUserName } from "./user-name.ts";

test.each([
  ["mira", "mira"],
  ["  Mira Kern ", "Mira Kern"],
  ["A\u0308nne", "Änne"],
  ["user@example.org", "user@example.org"],
  ["😀".repeat(100), "😀".repeat(100)],
])("%j is a name", (text, name) => {
  expect(readUserName(text)).toEqual({ ok: true, value: name });
});

test.each([
  ["", "empty"],
  [" \t\n", "empty"],
  ["a\u0000b", "cannot be seen"],
  ["a\nb", "cannot be seen"],
  ["mi\u200Bra", "cannot be seen"],
  ["\u202Earim", "cannot be seen"],
  ["\uD800", "cannot be seen"],
  ["a\u2028b", "cannot be seen"],
  ["a".repeat(101), "100"],
  ["😀".repeat(101), "100"],
  ["a".repeat(1_000_000), "100"],
])("%j is no name", (text, detail) => {
  expect(readUserName(text)).toMatchObject({
    ok: false,
    problem: { code: "invalid-body", detail: expect.stringContaining(detail) },
  });
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
