import { createRoot } from "solid-js";
import { expect, test } from "vitest";
import { OPERATOR } from "../../domain/actor.ts";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { createFeed } from "./feed.ts";
import { createSelection, type Selection } from "./selection.ts";

const alert = (id: number) => anAlert({ id, seq: id, receivedAt: `2026-01-01T00:00:0${id}.000Z` });

function open() {
  const alerts = [5, 4, 3, 2, 1].map(alert);
  const page = { alerts, older: null, newer: null, head: { epoch: "this", seq: 5 } };
  const now = "2026-01-01T00:00:05.000Z";
  const opening = { page: { ok: true as const, value: page }, newest: 5, detail: null, now };
  const feed = createFeed(opening, {}, OPERATOR);
  return { feed, selection: createRoot(() => createSelection(feed, true)) };
}

const picked = (selection: Selection) => [...selection.picked().keys()].toSorted((a, b) => a - b);

test("a range begins at what was toggled last and takes the place of the one before", () => {
  const { selection } = open();
  selection.toggle(1);
  selection.toggle(4);
  selection.extendTo(2);
  expect(picked(selection)).toEqual([1, 2, 3, 4]);
  selection.extendTo(5);
  expect(picked(selection)).toEqual([1, 4, 5]);
  selection.toggle(4);
  expect(picked(selection)).toEqual([1, 5]);
});

test("what has left the rows stays selected, and a range may begin at it", () => {
  const { feed, selection } = open();
  selection.toggle(5);
  feed.receive({ to: 6, put: [], patch: [], remove: [5] });
  expect(feed.rows.ids()).toEqual([4, 3, 2, 1]);
  expect(picked(selection)).toEqual([5]);
  selection.extendTo(3);
  expect(picked(selection)).toEqual([3, 4, 5]);
});

test("all that match are those that had arrived, until one is toggled", () => {
  const { feed, selection } = open();
  selection.toggle(5);
  selection.selectAll();
  feed.receive({ to: 6, put: [alert(6)], patch: [], remove: [] });
  expect(selection.everything()?.upTo).toBe(5);
  expect([alert(1), alert(5), alert(6)].map(selection.has)).toEqual([true, true, false]);
  selection.toggle(1);
  expect(selection.everything()).toBeNull();
  expect(picked(selection)).toEqual([1, 5]);
  selection.clear();
  expect(selection.isAny()).toBe(false);
});
