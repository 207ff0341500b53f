import { expect, test } from "vitest";
import { ageWords } from "./age.ts";

test("an age is said in words", () => {
  expect(["90d", "1w", "6m", "1y", "for long"].map(ageWords)).toEqual([
    "90 days",
    "1 week",
    "6 months",
    "1 year",
    "for long",
  ]);
});
