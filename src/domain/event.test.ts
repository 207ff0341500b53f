import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AlertEvent, evolve } from "./event.ts";
import {
  acknowledged,
  at,
  deleted,
  fold,
  opened,
  record,
  reopened,
  resolved,
  snoozed,
} from "./history.arbitrary.ts";

const described = { description: "95 % used", annotations: { a: "b" }, url: "https://a/" };

describe("evolve", () => {
  test("begins an alert where it is opened", () => {
    expect(fold(null, record([opened], 7, 3))).toEqual({
      ...opened.data,
      id: 3,
      seq: 7,
      status: "firing",
      receivedAt: at(7),
      lastSeenAt: at(7),
      occurrences: 1,
      acknowledgedAt: null,
      acknowledgedBy: null,
      resolvedAt: null,
      resolvedBy: null,
      snoozedUntil: null,
      deletedAt: null,
    });
  });

  test.each<[AlertEvent, object]>([
    [
      { type: "AlertRepeated", data: {} },
      { occurrences: 2, lastSeenAt: at(2) },
    ],
    [
      { type: "AlertRetitled", data: { title: "t" } },
      { title: "t", lastSeenAt: at(2) },
    ],
    [
      { type: "AlertSeverityChanged", data: { severity: "info" } },
      { severity: "info", lastSeenAt: at(2) },
    ],
    [
      { type: "AlertDescribed", data: described },
      { ...described, lastSeenAt: at(2) },
    ],
    [
      { type: "AlertAcknowledged", data: {} },
      { status: "acknowledged", acknowledgedAt: at(2), acknowledgedBy: "user:ann" },
    ],
    [
      { type: "AlertResolved", data: { resolvedAt: at(1) } },
      { status: "resolved", resolvedAt: at(1), resolvedBy: "user:ann" },
    ],
    [
      { type: "AlertReopened", data: { reason: "fires-again" } },
      { occurrences: 2, lastSeenAt: at(2) },
    ],
    [snoozed, { snoozedUntil: at(300) }],
    [{ type: "AlertNoted", data: { text: "n" } }, {}],
    [{ type: "AlertDeleted", data: {} }, { deletedAt: at(2) }],
  ])("changes by $type what it says, and nothing else", (event, change) => {
    const [first, second] = record([opened, event], 1);
    if (!first || !second) throw new Error("two events were recorded");
    const before = evolve(null, first);
    expect(evolve(before, second)).toEqual({ ...before, ...change, seq: 2 });
  });

  test("takes back an acknowledgement and a deletion without a trace", () => {
    const before = fold(null, record([opened], 1));
    const undone = record(
      [
        { type: "AlertAcknowledged", data: {} },
        { type: "AlertUnacknowledged", data: {} },
        { type: "AlertDeleted", data: {} },
        { type: "AlertRestored", data: {} },
        snoozed,
        { type: "AlertWoken", data: { reason: "by-operator" } },
      ],
      2,
    );
    expect(fold(before, undone)).toEqual({ ...before, seq: 7 });
  });

  test("takes an end back with whoever had acknowledged it before", () => {
    for (const events of [[opened], [opened, acknowledged], [opened, acknowledged, deleted]]) {
      const before = fold(null, record(events, 1));
      const undone = record(
        [resolved, { type: "AlertReopened", data: { reason: "by-operator" } }],
        events.length + 1,
      );
      expect(fold(before, undone)).toEqual({ ...before, seq: events.length + 2 });
    }
  });

  test("snoozes nothing that is over", () => {
    expect(fold(null, record([opened, snoozed, resolved], 1))?.snoozedUntil).toBeNull();
  });

  test("counts a report once, however many words it changes", () => {
    const words = record(
      [
        { type: "AlertRetitled", data: { title: "t", isRepeat: true } },
        { type: "AlertDescribed", data: described },
      ],
      2,
    );
    expect(fold(null, [...record([opened], 1), ...words])?.occurrences).toBe(2);
  });

  test("reopens without a trace of the end or of who had seen it before", () => {
    const before = fold(null, record([opened, acknowledged, resolved], 1));
    expect(fold(before, record([reopened], 4))).toMatchObject({
      status: "firing",
      acknowledgedAt: null,
      acknowledgedBy: null,
      resolvedAt: null,
      resolvedBy: null,
    });
  });

  test("is total: any events in any order, and the row has the seq of the last", () => {
    const events = fc.array(
      fc.constantFrom<AlertEvent>(
        opened,
        { type: "AlertReopened", data: { reason: "still-reported" } },
        { type: "AlertRepeated", data: {} },
        { type: "AlertRetitled", data: { title: "t" } },
        { type: "AlertSeverityChanged", data: { severity: "info" } },
        { type: "AlertDescribed", data: described },
        { type: "AlertAcknowledged", data: {} },
        { type: "AlertUnacknowledged", data: {} },
        { type: "AlertResolved", data: { resolvedAt: at(1) } },
        snoozed,
        { type: "AlertWoken", data: { reason: "worse" } },
        { type: "AlertNoted", data: { text: "n" } },
        { type: "AlertDeleted", data: {} },
        { type: "AlertRestored", data: {} },
      ),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(events, (list) => {
        const alert = fold(null, record(list, 1));
        if (list.includes(opened)) expect(alert?.seq).toBe(list.length);
        else expect(alert).toBeNull();
      }),
    );
  });
});
