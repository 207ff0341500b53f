import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mutate } from "./mutant.ts";
import { SUBJECTS } from "./subjects.ts";

describe.each(SUBJECTS)("the mutants of $file", ({ file, tests, mutants }) => {
  test("have tests that are to kill them", () => {
    expect(tests.filter((path) => !existsSync(path))).toEqual([]);
  });

  test.each(mutants)("can be made: $fault", (mutant) => {
    const code = readFileSync(file, "utf8");
    expect(mutate(code, mutant)).not.toBe(code);
  });
});

test("a mutant of what is not there, or there twice, cannot be made", () => {
  const mutant = { fault: "adds", original: "a - b", replacement: "a + b" };
  expect(mutate("return a - b;", mutant)).toBe("return a + b;");
  expect(() => mutate("return a + b;", mutant)).toThrow('"adds"');
  expect(() => mutate("a - b; a - b", mutant)).toThrow("exactly once");
});
