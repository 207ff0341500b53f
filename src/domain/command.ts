import type { Alert, Pairs, Severity, Time } from "./alert.ts";
import type { AlertEvent } from "./event.ts";
import { type Memory, NO_MEMORY } from "./memory.ts";
import { fail, ok, type ProblemCode, type Result } from "./problem.ts";
import { decideReport, recordRest, resolution } from "./report.ts";
import { type Horizon, isPast } from "./retention.ts";

/**
 * What a source says of one alert, in our words. A null time means that the source gave none. What
 * is undefined the report does not mention, so it leaves that as it is; a dialect gives a default
 * only for what its format always carries.
 */
export interface Report {
  readonly source: string;
  /** Null: the source has no name for the episode, so each report is an episode of its own. */
  readonly fingerprint: string | null;
  /** What older versions made of the same labels: an alert that is open under it is meant. */
  readonly formerFingerprint?: string | undefined;
  readonly title?: string | undefined;
  /** What it is called where nobody has given it a title yet; never a change of one. */
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly status: "firing" | "resolved";
  /** Undefined: the alert is named by source and fingerprint alone. */
  readonly labels?: Pairs | undefined;
  readonly annotations?: Pairs | undefined;
  /** Null: the alert has no address. */
  readonly url?: string | null | undefined;
  readonly startedAt: Time | null;
  readonly resolvedAt: Time | null;
  /** When a firing report that is not repeated runs out; then the alert is resolved at that time. */
  readonly expiresAt?: Time | undefined;
}

/** What an operator does to an alert that is there. */
export type OperatorCommand = Deed & {
  /** Only where that is still the alert's last event. */
  readonly ifSeq?: number;
};

type Deed =
  | { readonly type: "Acknowledge"; readonly id: number; readonly note?: string }
  | { readonly type: "Unacknowledge"; readonly id: number; readonly note?: string }
  | { readonly type: "Resolve"; readonly id: number; readonly note?: string }
  /** Takes back that it was resolved. */
  | { readonly type: "Reopen"; readonly id: number; readonly note?: string }
  | { readonly type: "Snooze"; readonly id: number; readonly until: Time; readonly note?: string }
  | { readonly type: "Wake"; readonly id: number; readonly note?: string }
  | { readonly type: "Note"; readonly id: number; readonly note: string }
  | { readonly type: "Delete"; readonly id: number; readonly note?: string }
  | { readonly type: "Restore"; readonly id: number; readonly note?: string }
  /** Removes it for good: from the trash only. */
  | { readonly type: "Forget"; readonly id: number; readonly note?: never };

/**
 * What time does: what a source last said is recorded, or is true no longer; a snooze ends, if it still
 * is the one that was to end then.
 */
export type TimedCommand =
  | { readonly type: "Record"; readonly id: number }
  | { readonly type: "Expire"; readonly id: number; readonly expiresAt: Time }
  | { readonly type: "EndSnooze"; readonly id: number; readonly until: Time };

/** What is not kept any longer is removed for good; nothing happens to what has changed since. */
export interface PurgeCommand {
  readonly type: "Purge";
  readonly id: number;
  readonly horizon: Horizon;
}

export type Command =
  | { readonly type: "Report"; readonly report: Report }
  | OperatorCommand
  | TimedCommand
  | PurgeCommand;

/**
 * The events that a command leads to, or the reason why it is refused. No events means that the
 * command changes nothing. `alert` is the row that the command is about, null where there is none;
 * `memory` is what is known of it beside.
 */
export function decide(
  alert: Alert | null,
  command: Command,
  now: Time,
  memory: Memory = NO_MEMORY,
): Result<AlertEvent[]> {
  if (command.type === "Report") return ok(decideReport(alert, command.report, now, memory));
  if (alert === null) return fail("alert-not-found", `There is no alert ${command.id}.`);
  if (command.type === "Record") return ok(recordRest(alert, now, memory));
  if (command.type === "Expire") return ok(expire(alert, command.expiresAt, now, memory));
  if (command.type === "Purge") return ok(isPast(alert, command.horizon) ? FORGOTTEN : []);
  if (command.type === "EndSnooze") return ok(endSnooze(alert, command.until));
  if (command.ifSeq !== undefined && command.ifSeq !== alert.seq)
    return fail("alert-changed", `Its last event is ${alert.seq} by now.`);
  const refusal = refusalOf(alert, command, memory);
  if (refusal !== null) return fail(refusal, `Alert ${alert.id} is ${describe(alert)}.`);
  return ok([...eventsOf(alert, command, now, memory), ...noteOf(command)]);
}

function expire(alert: Alert, expiresAt: Time, now: Time, memory: Memory): AlertEvent[] {
  return alert.status === "resolved" ? [] : [resolution(alert, expiresAt, now, memory)];
}

function endSnooze(alert: Alert, until: Time): AlertEvent[] {
  return alert.snoozedUntil === until ? [{ type: "AlertWoken", data: { reason: "due" } }] : [];
}

function refusalOf(alert: Alert, command: OperatorCommand, memory: Memory): ProblemCode | null {
  const { type } = command;
  if (type === "Note") return null;
  if (type === "Restore" || type === "Forget")
    return alert.deletedAt === null ? "alert-not-deleted" : null;
  if (type === "Delete") return alert.deletedAt === null ? null : "alert-already-deleted";
  if (alert.deletedAt !== null) return "alert-deleted";
  if (type === "Reopen") {
    if (alert.status !== "resolved") return "alert-not-resolved";
    return memory.isSucceeded ? "alert-newer-episode" : null;
  }
  if (type === "Wake") return alert.snoozedUntil === null ? "alert-not-snoozed" : null;
  if (alert.status === "resolved") {
    return type === "Resolve" ? "alert-already-resolved" : "alert-resolved";
  }
  switch (type) {
    case "Acknowledge":
      return alert.status === "acknowledged" ? "alert-already-acknowledged" : null;
    case "Unacknowledge":
      return alert.status === "acknowledged" ? null : "alert-not-acknowledged";
    case "Resolve":
    case "Snooze":
      return null;
    default:
      return type satisfies never;
  }
}

function describe(alert: Alert): string {
  return alert.deletedAt === null ? alert.status : "deleted";
}

function eventsOf(alert: Alert, command: OperatorCommand, now: Time, memory: Memory): AlertEvent[] {
  switch (command.type) {
    case "Acknowledge":
      return [{ type: "AlertAcknowledged", data: {} }];
    case "Unacknowledge":
      return [{ type: "AlertUnacknowledged", data: {} }];
    case "Resolve":
      return [resolution(alert, now, now, memory)];
    case "Reopen":
      return [{ type: "AlertReopened", data: { reason: "by-operator" } }];
    case "Snooze":
      // One that is snoozed until then already is not told of it again.
      return alert.snoozedUntil === command.until
        ? []
        : [{ type: "AlertSnoozed", data: { until: command.until } }];
    case "Wake":
      return [{ type: "AlertWoken", data: { reason: "by-operator" } }];
    case "Note":
      return [];
    case "Delete":
      return [{ type: "AlertDeleted", data: {} }];
    case "Restore":
      return [{ type: "AlertRestored", data: {} }];
    case "Forget":
      return FORGOTTEN;
    default:
      return command satisfies never;
  }
}

const FORGOTTEN: AlertEvent[] = [{ type: "AlertForgotten", data: {} }];

function noteOf({ note }: OperatorCommand): AlertEvent[] {
  return note === undefined ? [] : [{ type: "AlertNoted", data: { text: note } }];
}
