import { expect, test } from "vitest";
import { readSearch, writeSearch } from "./search-text.ts";

test.each([
  ["", {}],
  ["disk full", { q: "disk full" }],
  ["env=prod disk", { label: ["env=prod"], q: "disk" }],
  ['  disk  team!="data base"  full ', { label: ["team!=data base"], q: "disk full" }],
  ["a=b=c", { label: ["a=b=c"] }],
  ["env= ", { label: ["env="] }],
  ["50 % = half", { q: "50 % = half" }],
  ['say "env=prod"', { q: 'say "env=prod"' }],
])("%s", (typed, read) => {
  expect(readSearch(typed)).toEqual(read);
  expect(readSearch(writeSearch(read))).toEqual(read);
});

test("what is shown is what was meant", () => {
  expect(writeSearch({ label: ["env=prod", "team=data base"], q: "disk" })).toBe(
    'env=prod team="data base" disk',
  );
});
