import { expect, test } from "vitest";
import type { Command, Report } from "../../../../domain/command.ts";
import { EVERYTHING, readFilter } from "../../../../domain/filter.ts";
import { aReport, at } from "../../../../domain/history.arbitrary.ts";
import type { Place } from "../../../../protocol/page.ts";
import { openScratch } from "../database.fixture.ts";
import { prepareReads } from "./read.ts";

function opening(fields: Partial<Report> = {}): Command {
  return { type: "Report", report: aReport({ fingerprint: null, ...fields }) };
}

const idsOf = (alerts: readonly { readonly id: number }[]) => alerts.map(({ id }) => id);

test("what has changed comes in the order of its last event, as much as fits", () => {
  using scratch = openScratch();
  const description = "x".repeat(1000);
  const four = Array.from({ length: 4 }, () => opening({ description }));
  scratch.perform([...four, { type: "Acknowledge", id: 1 }]);
  const since = (seq: number, limit: number, bytes?: number) =>
    idsOf(scratch.reads.changedSince(seq, limit, bytes).alerts);
  expect(since(0, 9)).toEqual([2, 3, 4, 1]);
  expect(since(3, 9)).toEqual([4, 1]);
  expect(since(0, 9, 2_500)).toEqual([2, 3]);
  expect(since(0, 9, 1)).toEqual([2]);
  expect(since(0, 3, 9_000)).toEqual([2, 3, 4]);
  expect(since(5, 9)).toEqual([]);
});

test("a page at a time begins with the newest that had arrived by then", () => {
  using scratch = openScratch();
  // The second and third arrive at once.
  scratch.perform([opening()]);
  scratch.perform([opening(), opening()], 0);
  scratch.perform([opening()], 1000);
  const times = [1, 2, 3, 4].map((id) => scratch.reads.alert(id)?.receivedAt);
  expect(times).toEqual([at(1), at(1), at(1), at(2)]);
  const first = (time: string) => {
    const place: Place = { type: "at", time };
    const page = scratch.reads.page(EVERYTHING, place, 1);
    return page.ok ? idsOf(page.value.alerts) : page.problem.code;
  };
  expect([at(1), at(1.999), at(2), at(900)].map(first)).toEqual([[3], [3], [4], [4]]);
});

test("ids that are not all say where to go on", () => {
  using scratch = openScratch();
  scratch.perform([opening(), opening(), opening()]);
  const { reads } = scratch;
  expect(reads.ids(EVERYTHING, 0, 2)).toMatchObject({ ids: [2, 1], newer: `${reads.epoch}.2` });
  expect(reads.ids(EVERYTHING, 0, 3)).toMatchObject({ ids: [3, 2, 1], newer: null });
});

test("a search that runs out of time says how far it has come, and its cursor goes on from there", () => {
  using scratch = openScratch();
  const labels = { rare: "yes" };
  scratch.perform([opening({ labels }), ...Array.from({ length: 1_500 }, () => opening())]);
  let now = 0;
  const { page, epoch } = prepareReads(scratch.tables, () => (now += 1_000));
  const rare = readFilter({ label: ["rare!="] });
  const id = 1_501 - 1_023;
  expect(page(rare, { type: "head" }, 5)).toMatchObject({
    value: {
      alerts: [],
      newer: null,
      older: `${epoch}.${id.toString(36)}`,
      searchedTo: { id, at: scratch.reads.alert(id)?.receivedAt },
    },
  });
  const rest = page(rare, { type: "before", id }, 5);
  expect(rest.ok && [idsOf(rest.value.alerts), rest.value.older]).toEqual([[1], null]);
  expect(rest.ok && rest.value).not.toHaveProperty("searchedTo");
  const all = scratch.reads.page(rare, { type: "head" }, 5);
  expect(all.ok && idsOf(all.value.alerts)).toEqual([1]);
  expect(all.ok && all.value).not.toHaveProperty("searchedTo");
});
