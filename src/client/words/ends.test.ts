import { expect, test } from "vitest";
import type { WrittenFilter } from "../../domain/filter.ts";
import { emptinessOf, oldestWords } from "./ends.ts";

test.each<[WrittenFilter, number, string]>([
  [{}, 1, "The first alert"],
  [{ deleted: "include" }, 1, "The first alert"],
  [{}, 2, "The first not in the trash"],
  [{ deleted: "include" }, 2, "The first that is kept"],
  [{ deleted: "only" }, 1, "The first in the trash"],
  [{ status: ["firing"] }, 1, "The first that matches"],
  [{ q: "disk", deleted: "only" }, 1, "The first that matches"],
  [{ q: " " }, 1, "The first alert"],
])("the end of the list %j at alert %i is: %s", (filter, id, words) => {
  expect(oldestWords(filter, { id })).toBe(words);
});

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
