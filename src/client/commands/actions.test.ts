import { expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { decide, type OperatorCommand } from "../../domain/command.ts";
import { evolve } from "../../domain/event.ts";
import type { Act } from "../../domain/act.ts";
import { actionsFor } from "./actions.ts";
import { performed } from "./performed.ts";

const now = "2026-01-01T01:00:00.000Z";
const later = "2026-01-01T18:00:00.000Z";
const COMMANDS = {
  acknowledge: "Acknowledge",
  unacknowledge: "Unacknowledge",
  resolve: "Resolve",
  reopen: "Reopen",
  wake: "Wake",
  delete: "Delete",
  restore: "Restore",
} as const;

const alerts = [
  anAlert(),
  anAlert({ status: "acknowledged", acknowledgedAt: now, acknowledgedBy: "mira" }),
  anAlert({ status: "resolved", resolvedAt: now, resolvedBy: "mira" }),
  anAlert({ status: "resolved", acknowledgedAt: now, acknowledgedBy: "mira", resolvedAt: now }),
  anAlert({ snoozedUntil: later }),
  anAlert({ deletedAt: now }),
];

test.each(alerts)("what is offered is accepted, and comes out as expected", (alert) => {
  for (const action of actionsFor(alert)) {
    const { id } = alert;
    const act: Act = action === "snooze" ? { action, until: later } : { action };
    const command: OperatorCommand =
      act.action === "snooze"
        ? { type: "Snooze", id, until: later }
        : { type: COMMANDS[act.action], id };
    const decided = decide(alert, command, now);
    expect(decided.ok).toBe(true);
    const after = (decided.ok ? decided.value : []).reduce<typeof alert>(
      (before, event) =>
        evolve(before, { ...event, seq: 2, alertId: 1, recordedAt: now, actor: "user:mira" }) ??
        before,
      alert,
    );
    expect(after).toEqual({
      ...performed(alert, act, { actor: "user:mira", now }),
      seq: expect.any(Number),
    });
  }
});
