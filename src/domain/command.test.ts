import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { alertSchema } from "./alert.ts";
import { decide, type OperatorCommand } from "./command.ts";
import type { EventType } from "./event.ts";
import {
  acknowledged,
  arbitraryCommand,
  at,
  deleted,
  given,
  obey,
  opened,
  resolved,
} from "./history.arbitrary.ts";
import { OPERATOR_GRACE } from "./pace.ts";
import type { ProblemCode } from "./problem.ts";

describe("an operator's command", () => {
  const ACTS = ["Acknowledge", "Unacknowledge", "Resolve", "Note", "Delete", "Restore"] as const;
  const STATES = {
    absent: given(),
    firing: given(opened),
    acknowledged: given(opened, acknowledged),
    resolved: given(opened, resolved),
    deleted: given(opened, deleted),
    "acknowledged, deleted": given(opened, acknowledged, deleted),
    "resolved, deleted": given(opened, resolved, deleted),
  };
  const THEN: Record<keyof typeof STATES, readonly (EventType | ProblemCode)[]> = {
    absent: [
      "alert-not-found",
      "alert-not-found",
      "alert-not-found",
      "alert-not-found",
      "alert-not-found",
      "alert-not-found",
    ],
    firing: [
      "AlertAcknowledged",
      "alert-not-acknowledged",
      "AlertResolved",
      "AlertNoted",
      "AlertDeleted",
      "alert-not-deleted",
    ],
    acknowledged: [
      "alert-already-acknowledged",
      "AlertUnacknowledged",
      "AlertResolved",
      "AlertNoted",
      "AlertDeleted",
      "alert-not-deleted",
    ],
    resolved: [
      "alert-resolved",
      "alert-resolved",
      "alert-already-resolved",
      "AlertNoted",
      "AlertDeleted",
      "alert-not-deleted",
    ],
    deleted: [
      "alert-deleted",
      "alert-deleted",
      "alert-deleted",
      "AlertNoted",
      "alert-already-deleted",
      "AlertRestored",
    ],
    "acknowledged, deleted": [
      "alert-deleted",
      "alert-deleted",
      "alert-deleted",
      "AlertNoted",
      "alert-already-deleted",
      "AlertRestored",
    ],
    "resolved, deleted": [
      "alert-deleted",
      "alert-deleted",
      "alert-deleted",
      "AlertNoted",
      "alert-already-deleted",
      "AlertRestored",
    ],
  };

  const cases = (Object.keys(STATES) as (keyof typeof STATES)[]).flatMap((state) =>
    ACTS.map((act, index) => [act, state, THEN[state][index]] as const),
  );

  test.each(cases)("%s when %s: %s", (type, state, then) => {
    const command: OperatorCommand = type === "Note" ? { type, id: 1, note: "n" } : { type, id: 1 };
    const decided = decide(STATES[state], command, at(60));
    const outcome = decided.ok ? decided.value.map((event) => event.type) : [decided.problem.code];
    expect(outcome).toEqual([then]);
  });

  test("may carry a note, which is recorded after what it did", () => {
    const decided = decide(given(opened), { type: "Resolve", id: 1, note: "rebooted" }, at(60));
    expect(decided).toEqual({
      ok: true,
      value: [resolved, { type: "AlertNoted", data: { text: "rebooted" } }],
    });
  });
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

  test("nobody but its source reopens an alert, at least a minute after an operator ended it", () => {
    fc.assert(
      fc.property(commands, (list) => {
        let end = { actor: "", recordedAt: "" };
        for (const event of obey(list).events) {
          if (event.type === "AlertResolved") end = event;
          if (event.type !== "AlertReopened") continue;
          expect(event.actor).toBe("source:monitor");
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
