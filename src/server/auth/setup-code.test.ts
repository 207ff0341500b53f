import { expect, test } from "vitest";
import { isSetupCode, newSetupCode } from "./setup-code.ts";

test("a code is two times four letters that are told apart", () => {
  const codes = Array.from({ length: 500 }, () => newSetupCode());
  for (const code of codes) expect(code).toMatch(/^[A-HJKMNP-TV-Z2-9]{4}-[A-HJKMNP-TV-Z2-9]{4}$/u);
  expect(new Set(codes).size).toBe(500);
});

test("is drawn letter by letter", () => {
  const draws = [0, 1, 2, 3, 4, 5, 6, 29];
  expect(newSetupCode(() => draws.shift() ?? 0)).toBe("ABCD-EFG9");
});

test("is taken as people type it", () => {
  for (const typed of ["ABCD-EFG9", "abcd-efg9", " ABCDEFG9 ", "abcd efg9"])
    expect(isSetupCode(typed, "ABCD-EFG9")).toBe(true);
});

test.each(["", "-", "ABCD-EFG", "ABCD-EFG8", "ABCD-EFG99", "ABCD", "x".repeat(1_000_000)])(
  "%.20s is another",
  (typed) => {
    expect(isSetupCode(typed, "ABCD-EFG9")).toBe(false);
  },
);
