import { expect, test } from "vitest";
import type { WrittenFilter } from "../../domain/filter.ts";
import { emptinessOf } from "./emptiness.ts";

test.each<[WrittenFilter, boolean, string]>([
  [{}, true, "nothing-received"],
  [{}, false, "all-deleted"],
  [{ deleted: "include" }, true, "nothing-received"],
  [{ deleted: "include" }, false, "no-match"],
  [{ deleted: "only" }, true, "no-trash"],
  [{ deleted: "only" }, false, "no-trash"],
  [{ severity: ["info"] }, true, "no-match"],
  [{ severity: ["info"] }, false, "no-match"],
  [{ q: "disk", deleted: "only" }, false, "no-match"],
])("a list for %j is empty, the log being empty: %s: %s", (filter, isLogEmpty, why) => {
  expect(emptinessOf(filter, isLogEmpty)).toBe(why);
});
