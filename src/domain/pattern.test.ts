import { expect, test } from "vitest";
import { faultOfPattern, fitsPattern } from "./pattern.ts";

test.each([
  ["prod.*", "prod-eu", true],
  ["prod", "prod-eu", false],
  ["dev|prod", "prod", true],
  ["", "", true],
  ["(?i)PROD", "prod", true],
  ["a.b", "a\nb", true],
])("%s on %j", (pattern, text, fits) => {
  expect(faultOfPattern(pattern)).toBeNull();
  expect(fitsPattern(pattern, text)).toBe(fits);
  expect(fitsPattern(pattern, text), "and so it stays").toBe(fits);
});

test.each([
  ["(", "not a pattern"],
  [String.raw`(a)\1`, "not a pattern"],
  ["a(?=b)", "not a pattern"],
  ["[a-z]{1,1000}", "too large"],
  ["a".repeat(501), "500 characters"],
])("%s cannot be asked for, and fits nothing", (pattern, words) => {
  expect(faultOfPattern(pattern)).toContain(words);
  expect(fitsPattern(pattern, "a")).toBe(false);
});

// What takes a backtracking engine longer than the universe is old.
test("takes time that grows with the text, and no faster", () => {
  const from = performance.now();
  expect(fitsPattern("(x+x+)+y", "x".repeat(1000))).toBe(false);
  expect(fitsPattern("(a?){50}a{50}", "a".repeat(100))).toBe(true);
  expect(fitsPattern(".*", "x".repeat(1001)), "a longer text").toBe(false);
  expect(performance.now() - from).toBeLessThan(10_000);
});
