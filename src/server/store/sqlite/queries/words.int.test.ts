import { expect, test } from "vitest";
import { readFilter } from "../../../../domain/filter.ts";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { openScratch } from "../database.fixture.ts";

const TITLES = [
  "quoted",
  'quo"ted',
  "100% full",
  "1000",
  "NEAR miss",
  "this AND that",
  "Größe 🔥🔥",
  "a_b*c",
];

/** The titles found by a query. */
function find(q: string): string[] {
  using scratch = openScratch();
  scratch.perform(
    TITLES.map((title) => ({ type: "Report", report: aReport({ title, fingerprint: null }) })),
  );
  const page = scratch.reads.page(readFilter({ q }), { type: "head" }, 50);
  if (!page.ok) throw new Error(page.problem.detail);
  return page.value.alerts.map(({ title }) => title).reverse();
}

test.each([
  ["quoted", ["quoted"]],
  ['quo"ted', ['quo"ted']],
  ['"quoted"', []],
  ["100%", ["100% full"]],
  ["100", ["100% full", "1000"]],
  ["0%", ["100% full"]],
  ["NEAR(miss)", []],
  ["near miss", ["NEAR miss"]],
  ["AND that", ["this AND that"]],
  ["AND XOR", []],
  ["grösse", ["Größe 🔥🔥"]],
  ["🔥", ["Größe 🔥🔥"]],
  ["a_b", ["a_b*c"]],
  ["axb", []],
  ["quot*", []],
  ["B*", ["a_b*c"]],
  ["title:quoted", []],
  ["monitor", TITLES],
  ["a\0b", []],
])("words are text and nothing else: %j", (q, titles) => {
  expect(find(q)).toEqual(titles);
});
