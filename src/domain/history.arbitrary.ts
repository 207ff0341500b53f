import fc from "fast-check";
import type { Actor } from "./actor.ts";
import type { Alert } from "./alert.ts";
import { type Command, decide, type OperatorCommand, type Report } from "./command.ts";
import { type AlertEvent, evolve, type RecordedEvent } from "./event.ts";
import { learn, NO_MEMORY } from "./memory.ts";

export const T0 = Date.parse("2026-01-01T00:00:00.000Z");

/** The time so many seconds after {@link T0}. */
export function at(seconds: number): string {
  return new Date(T0 + seconds * 1000).toISOString();
}

/** What a source says of an alert that is firing, but for the fields given. */
export function aReport(fields: Partial<Report> = {}): Report {
  return {
    source: "monitor",
    fingerprint: "f1",
    title: "Disk is filling up",
    description: "90 % used",
    severity: "warning",
    status: "firing",
    labels: { host: "web-1" },
    annotations: {},
    url: null,
    startedAt: at(0),
    resolvedAt: null,
    ...fields,
  };
}

export const opened: AlertEvent = {
  type: "AlertOpened",
  data: {
    source: "monitor",
    fingerprint: "f1",
    title: "Disk is filling up",
    description: "90 % used",
    severity: "warning",
    labels: { host: "web-1" },
    annotations: {},
    url: null,
    startedAt: at(0),
  },
};
export const reopened: AlertEvent = { type: "AlertReopened", data: { reason: "fires-again" } };
export const repeated: AlertEvent = { type: "AlertRepeated", data: {} };
export const acknowledged: AlertEvent = { type: "AlertAcknowledged", data: {} };
export const resolved: AlertEvent = { type: "AlertResolved", data: { resolvedAt: at(60) } };
export const snoozed: AlertEvent = { type: "AlertSnoozed", data: { until: at(300) } };
export const deleted: AlertEvent = { type: "AlertDeleted", data: {} };

/** The alert that some events have made, at the hands of an operator. */
export function given(...events: AlertEvent[]): Alert | null {
  return fold(null, record(events, 1));
}

/** The same where its source has done it all. */
export function givenBySource(...events: AlertEvent[]): Alert | null {
  return fold(null, record(events, 1, 1, "source:monitor"));
}

/** Events as the log keeps them: numbered from `seq`, a second apart. */
export function record(
  events: readonly AlertEvent[],
  seq: number,
  alertId = 1,
  actor: Actor = "user:ann",
): RecordedEvent[] {
  return events.map((event, index) => ({
    ...event,
    seq: seq + index,
    alertId,
    recordedAt: at(seq + index),
    actor,
  }));
}

/** The alert after events, or after more of them. */
export function fold(alert: Alert | null, events: readonly RecordedEvent[]): Alert | null {
  return events.reduce(evolve, alert);
}

const report: fc.Arbitrary<Report> = fc
  .record({
    title: fc.constantFrom("Disk is filling up", "Disk is full"),
    severity: fc.constantFrom("warning" as const, "critical" as const),
    description: fc.constantFrom("", "90 % used"),
    status: fc.constantFrom("firing" as const, "resolved" as const),
    startedAt: fc.constantFrom(at(0), at(500), null),
    resolvedAt: fc.constantFrom(at(900), null),
  })
  .map((fields) => aReport(fields));

/** What an operator can do to an alert any number of times. */
export const ACTS = [
  "Acknowledge",
  "Unacknowledge",
  "Resolve",
  "Reopen",
  "Snooze",
  "Wake",
  "Note",
  "Delete",
  "Restore",
] as const;

/** The command for that, with a note, and until then where it is a snooze. */
export function commandOf(
  type: (typeof ACTS)[number],
  id: number,
  { note, until }: { readonly note: string; readonly until: string },
): OperatorCommand {
  return type === "Snooze" ? { type, id, until, note } : { type, id, note };
}

const operatorCommand: fc.Arbitrary<OperatorCommand> = fc
  .tuple(fc.constantFrom(...ACTS), fc.constantFrom("seen", "mine"), fc.constantFrom(300, 500))
  .map(([type, note, seconds]): OperatorCommand =>
    commandOf(type, 1, { note, until: at(seconds) }),
  );

export const arbitraryCommand: fc.Arbitrary<Command> = fc.oneof(
  report.map((value): Command => ({ type: "Report", report: value })),
  operatorCommand,
  fc.constant<Command>({ type: "EndSnooze", id: 1, until: at(300) }),
);

/** What an alert's events lead to when commands are obeyed as they come, 20 seconds apart. */
export function obey(commands: readonly Command[]): {
  alert: Alert | null;
  events: RecordedEvent[];
} {
  let alert: Alert | null = null;
  let memory = NO_MEMORY;
  const events: RecordedEvent[] = [];
  for (const [index, command] of commands.entries()) {
    const decided = decide(alert, command, at(index * 20), memory);
    if (!decided.ok || (alert !== null && decided.value[0]?.type === "AlertOpened")) continue;
    const isTold = command.type === "Report" || command.type === "EndSnooze";
    const actor = isTold ? "source:monitor" : "user:ann";
    const recorded = record(decided.value, events.length + 1, 1, actor).map((event) => ({
      ...event,
      recordedAt: at(index * 20),
    }));
    events.push(...recorded);
    alert = fold(alert, recorded);
    memory = recorded.reduce(learn, memory);
  }
  return { alert, events };
}
