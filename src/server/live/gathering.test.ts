import { describe, expect, test } from "vitest";
import { gatherUntil } from "./gathering.ts";

describe("changes gather after everyone was told", () => {
  test.each([0, 1, 10, 17])("for 51 ms from when it began, where it costs %d ms", (used) => {
    expect(gatherUntil({ begun: 1_000, ended: 1_000 + used, used })).toBe(1_051);
  });

  test.each([18, 60, 300])("for twice what it costs, where that is %d ms", (used) => {
    expect(gatherUntil({ begun: 1_000, ended: 1_000 + used, used })).toBe(1_000 + 3 * used);
  });

  test("no longer where other programs had the processor meanwhile", () => {
    expect(gatherUntil({ begun: 1_000, ended: 1_030, used: 10 })).toBe(1_051);
    expect(gatherUntil({ begun: 1_000, ended: 1_400, used: 10 })).toBe(1_420);
  });
});
