import { expect, test } from "vitest";
import { listed } from "./listed.ts";

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a or b"],
  [["a", "b", "c"], "a, b or c"],
])("%j in words", (words, said) => {
  expect(listed(words, "or")).toBe(said);
});
