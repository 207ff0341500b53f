import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { alertSchema } from "./alert.ts";
import { decide } from "./command.ts";
import type { EventType } from "./event.ts";
import {
  acknowledged,
  ACTS,
  arbitraryCommand,
  aReport,
  at,
  commandOf,
  deleted,
  given,
  obey,
  opened,
  resolved,
  snoozed,
} from "./history.arbitrary.ts";
import { NO_MEMORY } from "./memory.ts";
import { OPERATOR_GRACE } from "./pace.ts";
import type { ProblemCode } from "./problem.ts";

const IN_TRASH = ACTS.map((act): EventType | ProblemCode => {
  if (act === "Note") return "AlertNoted";
  if (act === "Restore") return "AlertRestored";
  return act === "Delete" ? "alert-already-deleted" : "alert-deleted";
});

describe("an operator's command", () => {
  const STATES = {
    absent: given(),
    firing: given(opened),
    acknowledged: given(opened, acknowledged),
    snoozed: given(opened, snoozed),
    resolved: given(opened, resolved),
    deleted: given(opened, deleted),
    "acknowledged, deleted": given(opened, acknowledged, deleted),
    "resolved, deleted": given(opened, resolved, deleted),
  };
  /** In the order of {@link ACTS}. */
  const THEN: Record<keyof typeof STATES, readonly (EventType | ProblemCode | "nothing")[]> = {
    absent: ACTS.map(() => "alert-not-found"),
    firing: [
      "AlertAcknowledged",
      "alert-not-acknowledged",
      "AlertResolved",
      "alert-not-resolved",
      "AlertSnoozed",
      "alert-not-snoozed",
      "AlertNoted",
      "AlertDeleted",
      "alert-not-deleted",
    ],
    acknowledged: [
      "alert-already-acknowledged",
      "AlertUnacknowledged",
      "AlertResolved",
      "alert-not-resolved",
      "AlertSnoozed",
      "alert-not-snoozed",
      "AlertNoted",
      "AlertDeleted",
      "alert-not-deleted",
    ],
    snoozed: [
      "AlertAcknowledged",
      "alert-not-acknowledged",
      "AlertResolved",
      "alert-not-resolved",
      "nothing",
      "AlertWoken",
      "AlertNoted",
      "AlertDeleted",
      "alert-not-deleted",
    ],
    resolved: [
      "alert-resolved",
      "alert-resolved",
      "alert-already-resolved",
      "AlertReopened",
      "alert-resolved",
      "alert-not-snoozed",
      "AlertNoted",
      "AlertDeleted",
      "alert-not-deleted",
    ],
    deleted: IN_TRASH,
    "acknowledged, deleted": IN_TRASH,
    "resolved, deleted": IN_TRASH,
  };

  const cases = (Object.keys(STATES) as (keyof typeof STATES)[]).flatMap((state) =>
    ACTS.map((act, index) => [act, state, THEN[state][index]] as const),
  );

  test.each(cases)("%s when %s: %s", (type, state, then) => {
    const command = commandOf(type, 1, { note: "n", until: at(300) });
    const decided = decide(STATES[state], command, at(60));
    const [outcome] = decided.ok ? decided.value : [{ type: decided.problem.code }];
    const isNoteAlone = type !== "Note" && outcome?.type === "AlertNoted";
    expect(isNoteAlone ? "nothing" : outcome?.type).toEqual(then);
  });

  test("may carry a note, which is recorded after what it did", () => {
    const decided = decide(given(opened), { type: "Resolve", id: 1, note: "rebooted" }, at(60));
    expect(decided).toEqual({
      ok: true,
      value: [resolved, { type: "AlertNoted", data: { text: "rebooted" } }],
    });
  });
});

describe("a snooze", () => {
  const end = (until: string) =>
    decide(given(opened, snoozed), { type: "EndSnooze", id: 1, until }, at(300));

  test("ends at its time, unless it was to end at another by then", () => {
    expect(end(at(300))).toEqual({
      ok: true,
      value: [{ type: "AlertWoken", data: { reason: "due" } }],
    });
    expect(end(at(200))).toEqual({ ok: true, value: [] });
  });

  test("can be made longer and shorter", () => {
    const until = at(200);
    expect(decide(given(opened, snoozed), { type: "Snooze", id: 1, until }, at(60))).toEqual({
      ok: true,
      value: [{ type: "AlertSnoozed", data: { until } }],
    });
  });

  test.each(["critical", "warning", "info"] as const)(
    "ends where it gets worse: %s",
    (severity) => {
      const report = aReport({ severity });
      const told = decide(given(opened, snoozed), { type: "Report", report }, at(60));
      const events = told.ok ? told.value : [];
      const woken = { type: "AlertWoken", data: { reason: "worse" } };
      expect(events.filter(({ type }) => type === "AlertWoken")).toEqual(
        severity === "critical" ? [woken] : [],
      );
      const unrecorded = { severity, starts: [] };
      const memory = { ...NO_MEMORY, unrecorded };
      const later = decide(given(opened, snoozed), { type: "Record", id: 1 }, at(60), memory);
      expect((later.ok ? later.value : []).some(({ type }) => type === "AlertWoken")).toBe(
        severity === "critical",
      );
    },
  );
});

test("what is meant for an alert as it was is refused once it has changed", () => {
  const alert = given(opened, acknowledged);
  const seq = alert?.seq ?? 0;
  const giveBack = (ifSeq: number) =>
    decide(alert, { type: "Unacknowledge", id: 1, ifSeq }, at(60));
  expect(giveBack(seq)).toMatchObject({ ok: true, value: [{ type: "AlertUnacknowledged" }] });
  for (const other of [seq - 1, seq + 1])
    expect(giveBack(other)).toMatchObject({ problem: { code: "alert-changed" } });
});

test("an end is not taken back while a newer episode is open", () => {
  const memory = { ...NO_MEMORY, isSucceeded: true };
  const decided = decide(given(opened, resolved), { type: "Reopen", id: 1 }, at(60), memory);
  expect(decided).toMatchObject({ ok: false, problem: { code: "alert-newer-episode" } });
});

describe("a lease that runs out", () => {
  const expire = { type: "Expire", id: 1, expiresAt: at(50) } as const;

  test("ends what is open, when it ran out and no later than now", () => {
    const ended = (resolvedAt: string) => ({
      ok: true,
      value: [{ type: "AlertResolved", data: { resolvedAt } }],
    });
    for (const alert of [given(opened), given(opened, acknowledged), given(opened, deleted)]) {
      expect(decide(alert, expire, at(60))).toEqual(ended(at(50)));
      expect(decide(alert, expire, at(40))).toEqual(ended(at(40)));
    }
  });

  test("changes nothing of what is over", () => {
    expect(decide(given(opened, resolved), expire, at(60))).toEqual({ ok: true, value: [] });
  });
});

describe("whatever is commanded", () => {
  const commands = fc.array(arbitraryCommand, { maxLength: 25 });

  test("the alert is one that could be told of", () => {
    fc.assert(
      fc.property(commands, (list) => {
        const { alert } = obey(list);
        expect(alert === null || v.is(alertSchema, alert)).toBe(true);
        expect(alert?.status === "resolved").toBe((alert?.resolvedAt ?? null) !== null);
        if (alert?.status === "acknowledged") expect(alert.acknowledgedBy).toBe("user:ann");
        if (alert?.status === "firing") expect(alert.acknowledgedAt).toBeNull();
        if (alert?.status === "resolved") expect(alert.snoozedUntil).toBeNull();
      }),
    );
  });

  test("what is resolved is only reopened, noted, deleted or restored, until it is reopened", () => {
    fc.assert(
      fc.property(commands, (list) => {
        let isOver = false;
        const whenOver = obey(list).events.flatMap(({ type }) => {
          const then = isOver ? [type] : [];
          isOver = type === "AlertResolved" || (isOver && type !== "AlertReopened");
          return then;
        });
        const isAllowed = ["AlertNoted", "AlertDeleted", "AlertRestored", "AlertReopened"];
        expect(isAllowed).toEqual(expect.arrayContaining(whenOver));
      }),
    );
  });

  test("no source reopens what an operator ended within a minute", () => {
    fc.assert(
      fc.property(commands, (list) => {
        let end = { actor: "", recordedAt: "" };
        for (const event of obey(list).events) {
          if (event.type === "AlertResolved") end = event;
          if (event.type !== "AlertReopened") continue;
          const isByOperator = event.data.reason === "by-operator";
          expect(event.actor).toBe(isByOperator ? "user:ann" : "source:monitor");
          if (isByOperator) continue;
          const isStillReported = end.actor !== "source:monitor";
          expect(event.data.reason).toBe(isStillReported ? "still-reported" : "fires-again");
          const apart = Date.parse(event.recordedAt) - Date.parse(end.recordedAt);
          if (isStillReported) expect(apart).toBeGreaterThanOrEqual(OPERATOR_GRACE);
        }
      }),
    );
  });

  test("repeats are at least a minute apart", () => {
    fc.assert(
      fc.property(commands, (list) => {
        const times = obey(list)
          .events.filter((event) => event.type === "AlertRepeated")
          .map((event) => Date.parse(event.recordedAt));
        const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
        expect(gaps.every((gap) => gap >= 60_000)).toBe(true);
      }),
    );
  });
});
