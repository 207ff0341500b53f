import { expect, test } from "vitest";
import { isNews } from "./commits.ts";

test("a notice is news where another node has committed what was not heard of yet", () => {
  expect(isNews("7 other", 6, "own")).toBe(true);
  expect(isNews("7 other", 7, "own")).toBe(false);
  expect(isNews("7 own", 6, "own")).toBe(false);
  expect(isNews("people", 6, "own")).toBe(false);
});
