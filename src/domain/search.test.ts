import { describe, expect, test } from "vitest";
import { anAlert } from "./alert.arbitrary.ts";
import { fold, searchTextOf, wordsOf } from "./search.ts";

describe("fold", () => {
  test.each([
    ["the Greek final sigma", "ὁδός", "ὉΔΌΣ"],
    ["the Greek final sigma before punctuation", "οδος.", "ΟΔΟΣ."],
    ["the German sharp s", "Straße", "STRASSE"],
    ["the capital sharp s", "STRAẞE", "straße"],
    ["an accent written apart", "cafe\u0301", "CAFÉ"],
    ["an upper case that comes apart", "\u0390", "\u03aa\u0301"],
  ])("does not tell apart %s", (_what, one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  test("gives every character and its cases one form, which folds to itself", () => {
    const broken: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const character = String.fromCodePoint(code);
      const folded = fold(character);
      const cases = [folded, character.toLowerCase(), character.toUpperCase()];
      if (cases.some((form) => fold(form) !== folded)) broken.push(character);
    }
    expect(broken).toEqual([]);
  });

  test("leaves an accent a difference", () => {
    expect(fold("é")).not.toBe(fold("e"));
  });
});

describe("wordsOf", () => {
  test("splits at any white space and names each word once", () => {
    expect(wordsOf("  Disk\tfull\u00a0disk \n")).toEqual(["DISK", "FULL"]);
  });

  test("finds none in a blank query", () => {
    expect(wordsOf(" \t ")).toEqual([]);
  });
});

test("title, description, source and label values are searched; names of labels are not", () => {
  const text = searchTextOf(
    anAlert({ title: "One", description: "two", source: "three", labels: { name: "four" } }),
  );
  expect(text).toBe("ONE\nTWO\nTHREE\nFOUR");
});
