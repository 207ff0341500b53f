import { expect, test } from "vitest";
import { count, summaryOf } from "./tally.ts";

test("a summary names what there was", () => {
  const tally = count(count(new Map(), ["opened", "repeated", "opened"]), ["rejected"]);
  expect(summaryOf(tally, 59_600)).toBe("posted 4 in 60 s: 2 opened, 1 repeated, 1 rejected");
  expect(summaryOf(new Map(), 0)).toBe("posted 0 in 0 s");
});
