import { describe, expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import type { Alert } from "../../domain/alert.ts";
import type { HistoryEntry } from "../../protocol/history.ts";
import { type Act, inverseOf } from "../../domain/act.ts";
import { actionsFor } from "./actions.ts";
import { performed } from "./performed.ts";
import { undoable } from "./undo.ts";

const NOW = Date.parse("2026-01-01T12:00:00.000Z");
const TIME = "2026-01-01T12:00:00.000Z";
const [SOON, LATER] = ["2026-01-01T13:00:00.000Z", "2026-01-02T09:00:00.000Z"];
const DOING = { actor: "user:mira", now: TIME } as const;

const alerts: readonly Alert[] = [
  anAlert(),
  anAlert({ status: "acknowledged", acknowledgedAt: TIME, acknowledgedBy: "user:mira" }),
  anAlert({ snoozedUntil: SOON }),
  anAlert({ status: "resolved", resolvedAt: TIME, resolvedBy: "user:mira" }),
  anAlert({ deletedAt: TIME }),
];

describe("the inverse of an act", () => {
  test.each(alerts)("leads back to where the alert was", (before) => {
    for (const action of actionsFor(before)) {
      const act: Act = action === "snooze" ? { action, until: LATER } : { action };
      const there = performed(before, act, DOING);
      const back = inverseOf(before.snoozedUntil, act, NOW).reduce(
        (alert, inverse) => performed(alert, inverse, DOING),
        there,
      );
      expect(back).toEqual(before);
    }
  });

  test("begins no snooze anew whose time has come meanwhile", () => {
    const before = anAlert({ snoozedUntil: SOON });
    const after = Date.parse(SOON);
    expect(inverseOf(before.snoozedUntil, { action: "wake" }, after)).toEqual([]);
    expect(inverseOf(before.snoozedUntil, { action: "resolve" }, after)).toEqual([
      { action: "reopen" },
    ]);
    expect(inverseOf(before.snoozedUntil, { action: "snooze", until: LATER }, after)).toEqual([
      { action: "wake" },
    ]);
  });
});

type Told = [type: string, data?: Record<string, unknown>, actor?: string];

function undoableOf(alert: Alert, ...told: Told[]): [number, Act][] {
  const entries = told.map(([type, data = {}, actor = "user:mira"], index): HistoryEntry => ({
    seq: index + 1,
    type,
    version: 1,
    recordedAt: TIME,
    actor,
    data,
  }));
  return [...undoable(alert, entries, NOW)].sort(([one], [other]) => one - other);
}

describe("a history", () => {
  const opened: Told = ["AlertOpened", {}, "source:monitor"];
  const snoozed = (until: string): Told => ["AlertSnoozed", { until }];

  test("can be undone where it still stands, and nowhere else", () => {
    const acknowledged = anAlert({ status: "acknowledged", snoozedUntil: LATER });
    expect(
      undoableOf(
        acknowledged,
        opened,
        ["AlertAcknowledged"],
        ["AlertUnacknowledged"],
        ["AlertAcknowledged"],
        snoozed(SOON),
        ["AlertNoted"],
        snoozed(LATER),
      ),
    ).toEqual([
      [4, { action: "unacknowledge" }],
      [7, { action: "snooze", until: SOON }],
    ]);
  });

  test("of a resolution is undone by reopening, but not one by its source", () => {
    const resolved = anAlert({ status: "resolved" });
    expect(undoableOf(resolved, opened, snoozed(LATER), ["AlertResolved"])).toEqual([
      [3, { action: "reopen" }],
    ]);
    expect(undoableOf(resolved, opened, ["AlertResolved", {}, "source:monitor"])).toEqual([]);
  });

  test("of a snooze that was ended begins it anew, while there is any of it left", () => {
    const woken: Told = ["AlertWoken", { reason: "by-operator" }];
    expect(undoableOf(anAlert(), opened, snoozed(LATER), woken)).toEqual([
      [3, { action: "snooze", until: LATER }],
    ]);
    expect(undoableOf(anAlert(), opened, snoozed("2026-01-01T11:00:00.000Z"), woken)).toEqual([]);
  });

  test("of what lies in the trash is undone there alone", () => {
    const deleted = anAlert({ status: "acknowledged", deletedAt: TIME });
    expect(undoableOf(deleted, opened, ["AlertAcknowledged"], ["AlertDeleted"])).toEqual([
      [3, { action: "restore" }],
    ]);
  });
});
