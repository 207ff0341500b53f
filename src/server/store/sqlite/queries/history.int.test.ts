import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sourceActor } from "../../../../domain/actor.ts";
import { readCursor } from "../../../../domain/cursor.ts";
import type { AlertEvent } from "../../../../domain/event.ts";
import { firstSeqOf, type History, type HistoryPlace } from "../../../../protocol/history.ts";
import { aReport, at } from "../../../../domain/history.arbitrary.ts";
import { prepareInsertEvent } from "../log/append.ts";
import { openScratch } from "../database.fixture.ts";
import { prepareHistory } from "./history.ts";

const NEWEST: HistoryPlace = { type: "newest" };

/** An alert that has been opened, and then these. */
function openWith(events: readonly AlertEvent[]) {
  const scratch = openScratch();
  scratch.perform([{ type: "Report", report: aReport() }]);
  const insert = prepareInsertEvent(scratch.tables);
  const actor = sourceActor("monitor");
  scratch.tables.$client.transaction(() => {
    events.forEach((event, index) =>
      insert({ ...event, seq: index + 2, alertId: 1, recordedAt: at(60 * (index + 2)), actor }),
    );
  })();
  const history = prepareHistory(scratch.tables, scratch.reads.epoch);
  const read = (place: HistoryPlace, limit: number): History => {
    const found = history(1, place, limit);
    if (!found.ok) throw new Error(found.problem.detail);
    return found.value;
  };
  const seqOf = (cursor: string | null): number | null => {
    if (cursor === null) return null;
    const seq = readCursor(scratch.reads.epoch, "cursor", cursor);
    return seq.ok ? seq.value : null;
  };
  return { read, seqOf, history, [Symbol.dispose]: () => scratch[Symbol.dispose]() };
}

const repeat: AlertEvent = { type: "AlertRepeated", data: {} };
const note: AlertEvent = { type: "AlertNoted", data: { text: "seen" } };

test("repeats that follow each other are one entry, which says how many, since when and until when", () => {
  const minutes = 43_200;
  using alert = openWith([...Array.from({ length: minutes }, () => repeat), note]);
  expect(alert.read(NEWEST, 100)).toEqual({
    events: [
      expect.objectContaining({ seq: 1, type: "AlertOpened" }),
      {
        seq: minutes + 1,
        type: "AlertRepeated",
        version: 2,
        recordedAt: at(60 * (minutes + 1)),
        actor: "source:monitor",
        data: {},
        count: minutes,
        since: { seq: 2, recordedAt: at(120) },
      },
      expect.objectContaining({ seq: minutes + 2, type: "AlertNoted", data: { text: "seen" } }),
    ],
    older: null,
    newer: null,
  });
});

test("an entry of repeats tells the latest of their starts", () => {
  const starts = Array.from({ length: 20 }, (_, n) => at(n + 1));
  const repeats = starts.map((start): AlertEvent => ({
    type: "AlertRepeated",
    data: { starts: [start] },
  }));
  using alert = openWith(repeats);
  expect(alert.read(NEWEST, 100).events[1]).toMatchObject({
    count: 20,
    data: { starts: starts.slice(-16) },
  });
});

describe("walked through page by page", () => {
  const arbitraryEvents = fc.array(fc.constantFrom(repeat, repeat, note), { maxLength: 40 });

  test.each(["before", "after"] as const)("%s a cursor, it has every event once", (type) => {
    fc.assert(
      fc.property(arbitraryEvents, fc.integer({ min: 1, max: 5 }), (events, limit) => {
        using alert = openWith(events);
        const covered: number[] = [];
        let place: HistoryPlace = type === "before" ? NEWEST : { type, seq: 0 };
        for (;;) {
          const page = alert.read(place, limit);
          expect(page.events.length).toBeLessThanOrEqual(limit);
          for (const entry of page.events) {
            const [first, last] = [firstSeqOf(entry), entry.seq];
            expect(entry.count ?? 1).toBe(last - first + 1);
            for (let seq = first; seq <= last; seq++) covered.push(seq);
          }
          const seq = alert.seqOf(type === "before" ? page.older : page.newer);
          if (seq === null) break;
          place = { type, seq };
        }
        const all = Array.from({ length: events.length + 1 }, (_, index) => index + 1);
        expect(covered.toSorted((a, b) => a - b)).toEqual(all);
      }),
      { numRuns: 40 },
    );
  });

  test("its cursors say what lies on the other side", () => {
    using alert = openWith([note, note, note]);
    const cursors = (place: HistoryPlace, limit: number) => {
      const { older, newer } = alert.read(place, limit);
      return [alert.seqOf(older), alert.seqOf(newer)];
    };
    expect(cursors(NEWEST, 2)).toEqual([3, null]);
    expect(cursors({ type: "before", seq: 3 }, 1)).toEqual([2, 2]);
    expect(cursors({ type: "before", seq: 5 }, 9)).toEqual([null, null]);
    expect(cursors({ type: "after", seq: 1 }, 1)).toEqual([2, 2]);
    expect(cursors({ type: "after", seq: 0 }, 9)).toEqual([null, null]);
    expect(cursors({ type: "after", seq: 4 }, 9)).toEqual([5, null]);
  });
});

test("large events make a short page, of one at least, with a cursor to the rest", () => {
  const description = "d".repeat(400_000);
  const data = { description, annotations: {}, url: null };
  using alert = openWith(Array.from({ length: 9 }, () => ({ type: "AlertDescribed", data })));
  const { events, older } = alert.read(NEWEST, 100);
  expect(events.map(({ seq }) => seq)).toEqual([9, 10]);
  expect(alert.seqOf(older)).toBe(9);
});

test("of an alert that is not there is refused", () => {
  using alert = openWith([]);
  expect(alert.history(2, NEWEST, 10)).toMatchObject({ problem: { code: "alert-not-found" } });
});
