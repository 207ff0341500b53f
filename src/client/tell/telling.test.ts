import { describe, expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import type { Alert } from "../../domain/alert.ts";
import {
  CATCH_UP,
  dueAt,
  INTERVAL,
  MOST,
  SILENT,
  step,
  type Telling,
  type TellingEvent,
  type ToldView,
} from "./telling.ts";

const NEEDS: ToldView = {
  key: "given Needs someone",
  name: "Needs someone",
  filter: { status: ["firing"], snoozed: "no" },
  notify: true,
  sound: false,
};
const MONEY: ToldView = { ...NEEDS, key: "view 1", name: "Money", filter: { q: "money" } };
const SNOOZED = { snoozedUntil: "2027-01-01T00:00:00.000Z" };

/** A page that tells, with a clock that stands until it is moved. */
class Teller {
  now = 1000;
  telling: Telling = SILENT;

  constructor(views: readonly ToldView[] = [NEEDS], newest = 10) {
    this.step({ type: "chosen", views, newest });
    for (const { key } of views) this.step({ type: "heard", key });
    this.now += CATCH_UP;
  }

  /** The ids that are told, by the names of their views. */
  step(event: TellingEvent): Record<string, number[]> | null {
    const [telling, news] = step(this.telling, event, this.now);
    this.telling = telling;
    if (news === null) return null;
    return Object.fromEntries(
      news.map(({ view, alerts }) => [view.name, alerts.map(({ id }) => id)]),
    );
  }

  put(ids: readonly number[], fields: Partial<Alert> = {}, { key } = NEEDS) {
    const put = ids.map((id) => anAlert({ id, seq: 100 + id, ...fields }));
    return this.step({ type: "updated", key, update: { put, patch: [], remove: [] } });
  }

  wait(ms: number) {
    this.now += ms;
    return this.step({ type: "tick" });
  }
}

describe("what a view catches", () => {
  test("is told at once, then once in ten seconds, all that has gathered together", () => {
    const teller = new Teller();
    expect(teller.put([11])).toEqual({ "Needs someone": [11] });
    expect(teller.put([12])).toBeNull();
    teller.now += INTERVAL - 1;
    expect(teller.put([13])).toBeNull();
    expect(dueAt(teller.telling)).toBe(teller.now + 1);
    expect(teller.wait(1)).toEqual({ "Needs someone": [12, 13] });
    expect(dueAt(teller.telling)).toBe(Infinity);
    expect(teller.wait(INTERVAL), "nothing twice").toBeNull();
  });

  test("of several views is told together, within one interval", () => {
    const teller = new Teller([NEEDS, MONEY]);
    teller.put([11]);
    teller.put([11, 12], {}, MONEY);
    teller.put([12]);
    expect(teller.wait(INTERVAL)).toEqual({ "Needs someone": [12], Money: [11, 12] });
  });

  test("is told as it is then", () => {
    const teller = new Teller();
    teller.put([11]);
    teller.put([12], { severity: "error" });
    const patch = [{ id: 12, seq: 113, severity: "critical" as const }];
    const update = { put: [], patch, remove: [] };
    const updated = { type: "updated", key: NEEDS.key, update } as const;
    const [telling] = step(teller.telling, updated, teller.now);
    const [, news] = step(telling, { type: "tick" }, teller.now + INTERVAL);
    expect(news?.[0]?.alerts).toMatchObject([{ id: 12, severity: "critical" }]);
  });

  test("is also what came to match it, arrived or not since then", () => {
    const teller = new Teller();
    expect(teller.put([3], { severity: "critical" })).toEqual({ "Needs someone": [3] });
  });

  test("is nothing of a view that tells no more", () => {
    const teller = new Teller([NEEDS, MONEY]);
    teller.put([11]);
    teller.put([12]);
    teller.step({ type: "chosen", views: [MONEY], newest: 12 });
    expect(teller.put([13])).toBeNull();
    expect(teller.wait(INTERVAL)).toBeNull();
  });

  test("is bounded", () => {
    const teller = new Teller();
    teller.put([11]);
    teller.put(Array.from({ length: MOST + 9 }, (_, index) => 12 + index));
    expect(teller.wait(INTERVAL)?.["Needs someone"]).toHaveLength(MOST);
  });
});

describe("nothing is told", () => {
  test("of what was there before, as the server says what was so", () => {
    const teller = new Teller();
    teller.step({ type: "heard", key: NEEDS.key });
    expect(teller.put([3, 10]), "after a connection was lost").toBeNull();
    expect(teller.put([11]), "what has arrived meanwhile is news").toEqual({
      "Needs someone": [11],
    });
    expect(teller.put([11]), "once").toBeNull();
    expect(dueAt(teller.telling)).toBe(Infinity);
  });

  test("of what was there before a view was chosen, or has another filter", () => {
    const teller = new Teller();
    const other = { ...NEEDS, filter: { q: "disk" } };
    teller.step({ type: "chosen", views: [other], newest: 20 });
    expect(teller.put([15, 20])).toBeNull();
    teller.step({ type: "heard", key: NEEDS.key });
    expect(teller.put([15])).toBeNull();
    teller.now += CATCH_UP;
    expect(teller.put([16])).toEqual({ "Needs someone": [16] });
  });

  test("of what is snoozed, or was by the time that it would be told", () => {
    const teller = new Teller();
    expect(teller.put([11], SNOOZED)).toBeNull();
    teller.put([12]);
    teller.put([13, 14, 15]);
    const patch = [{ id: 13, seq: 200, ...SNOOZED }];
    const update = { put: [anAlert({ id: 14, seq: 201, ...SNOOZED })], patch, remove: [15] };
    teller.step({ type: "updated", key: NEEDS.key, update });
    expect(teller.wait(INTERVAL)).toBeNull();
  });

  test("of what the reader did, for a while", () => {
    const teller = new Teller();
    teller.step({ type: "acted", ids: [3] });
    expect(teller.put([3])).toBeNull();
    expect(teller.put([4])).toEqual({ "Needs someone": [4] });
    teller.now += 60_000;
    expect(teller.put([3])).toEqual({ "Needs someone": [3] });
  });

  test("of anything old while the reader acts on all that match, but of what arrives", () => {
    const teller = new Teller();
    teller.step({ type: "acted", ids: null });
    expect(teller.put([3, 4, 5])).toBeNull();
    expect(teller.put([11])).toEqual({ "Needs someone": [11] });
  });
});

test("choosing the same again forgets nothing", () => {
  const teller = new Teller();
  teller.put([11]);
  teller.put([12]);
  teller.step({ type: "chosen", views: [{ ...NEEDS, sound: true }, MONEY], newest: 30 });
  expect(teller.wait(INTERVAL)).toEqual({ "Needs someone": [12] });
});
