import fc from "fast-check";
import { expect, test } from "vitest";
import type { Alert } from "../../../../domain/alert.ts";
import { readCursor } from "../../../../domain/cursor.ts";
import { EVERYTHING, type Filter, matches, readFilter } from "../../../../domain/filter.ts";
import { aReport, at } from "../../../../domain/history.arbitrary.ts";
import type { Page, Place } from "../../../../protocol/page.ts";
import { openScratch } from "../database.fixture.ts";
import { arbitraryDeed, hostileFilter } from "./hostile.arbitrary.ts";

type Scratch = ReturnType<typeof openScratch>;

const history = fc.array(arbitraryDeed, { minLength: 1, maxLength: 25, size: "max" });
const filters = fc.array(hostileFilter, { minLength: 3, maxLength: 6 });
const limit = fc.integer({ min: 1, max: 8 });

/** Every alert there is, newest first, read one by one. */
function allAlerts({ reads }: Scratch): Alert[] {
  const ids = Array.from({ length: reads.head().seq }, (_, index) => index + 1);
  return ids.flatMap((id) => reads.alert(id) ?? []).reverse();
}

function pageAt({ reads }: Scratch, filter: Filter, place: Place, limit: number): Page {
  const page = reads.page(filter, place, limit);
  if (!page.ok) throw new Error(page.problem.detail);
  expect(page.value.alerts.length).toBeLessThanOrEqual(limit);
  return page.value;
}

/** From a page on in one direction, until nothing lies there. */
function walk(
  scratch: Scratch,
  filter: Filter,
  from: Page,
  type: "before" | "after",
  limit: number,
) {
  const pages = [from];
  for (let page = from; ;) {
    const cursor = type === "before" ? page.older : page.newer;
    if (cursor === null) return pages;
    const id = readCursor(scratch.reads.epoch, type, cursor);
    if (!id.ok) throw new Error(id.problem.detail);
    page = pageAt(scratch, filter, { type, id: id.value }, limit);
    expect(page.alerts, "a cursor leads to something").not.toEqual([]);
    pages.push(page);
  }
}

test("walking the pages down and up again shows what the predicate wants, each alert once", () => {
  fc.assert(
    fc.property(history, filters, limit, (deeds, filters, limit) => {
      using scratch = openScratch();
      scratch.perform(deeds);
      const all = allAlerts(scratch);
      for (const filter of filters) {
        const wanted = all.filter((alert) => matches(filter, alert));
        const down = walk(
          scratch,
          filter,
          pageAt(scratch, filter, { type: "head" }, limit),
          "before",
          limit,
        );
        expect(down.flatMap(({ alerts }) => alerts)).toEqual(wanted);
        const bottom = down.at(-1);
        if (bottom === undefined) throw new Error("There is always a page.");
        const ids = wanted.map(({ id }) => id);
        expect(scratch.reads.ids(filter, 0, 100)).toMatchObject({ ids, newer: null });
        const up = walk(scratch, filter, bottom, "after", limit);
        expect(up.reverse().flatMap(({ alerts }) => alerts)).toEqual(wanted);
      }
    }),
    { numRuns: 60 },
  );
});

test("an alert that a text means by two of its labels is on a page once", () => {
  using scratch = openScratch();
  const labels = { a: "b=a=c", "a=b": "a=c", "a=b=a": "c" };
  scratch.perform([
    { type: "Report", report: aReport({ labels }) },
    { type: "Report", report: aReport({ labels: { "a=b": "a=c" } }) },
    { type: "Report", report: aReport({ labels: { a: "b", b: "a=c" } }) },
  ]);
  const filter = readFilter({ label: ["a=b=a=c"] });
  const page = pageAt(scratch, filter, { type: "head" }, 2);
  expect(page).toMatchObject({ alerts: [{ id: 2 }, { id: 1 }], older: null });
  expect(scratch.reads.ids(filter, 0, 2)).toMatchObject({ ids: [2, 1], newer: null });
});

test("wherever a page lies, it is a stretch of the list and says what lies beyond", () => {
  const id = fc.integer({ min: 0, max: 30 });
  const place: fc.Arbitrary<Place> = fc.oneof(
    fc.record({ type: fc.constantFrom("before" as const, "after" as const), id }),
    fc.record({ type: fc.constant("around" as const), id }),
    fc.record({ type: fc.constant("at" as const), time: id.map(at) }),
  );
  fc.assert(
    fc.property(history, filters, fc.array(place), limit, (deeds, filters, places, limit) => {
      using scratch = openScratch();
      scratch.perform(deeds);
      const all = allAlerts(scratch);
      for (const [filter, place] of filters.flatMap((one) =>
        places.map((p) => [one, p] as const),
      )) {
        if (place.type === "around" && scratch.reads.alert(place.id) === null) continue;
        const wanted = all.filter((alert) => matches(filter, alert));
        const { alerts, older, newer } = pageAt(scratch, filter, place, limit);
        const newest = alerts[0]?.id ?? (place.type === "before" ? place.id - 1 : Infinity);
        const oldest = alerts.at(-1)?.id ?? (place.type === "after" ? place.id + 1 : 0);
        expect(alerts).toEqual(wanted.filter(({ id }) => id >= oldest && id <= newest));
        expect(newer !== null).toBe(wanted.some(({ id }) => id > newest));
        expect(older !== null).toBe(wanted.some(({ id }) => id < oldest));
      }
    }),
    { numRuns: 60 },
  );
});

test("a cursor before the first alert leads back to it", () => {
  using scratch = openScratch();
  scratch.perform([{ type: "Report", report: aReport() }]);
  const empty = pageAt(scratch, EVERYTHING, { type: "before", id: 0 }, 5);
  expect(walk(scratch, EVERYTHING, empty, "after", 5).flatMap(({ alerts }) => alerts)).toHaveLength(
    1,
  );
});
