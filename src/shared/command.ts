import { type Alert, type Pairs, type Severity, samePairs, type Time } from "./alert.ts";
import type { AlertEvent } from "./event.ts";
import { fail, ok, type ProblemCode, type Result } from "./problem.ts";

/**
 * What a source says of one alert, in our words. A null time means that the source gave none. What
 * is undefined the report does not mention, so it leaves that as it is; a dialect gives a default
 * only for what its format always carries.
 */
export interface Report {
  readonly source: string;
  /** Null: the source has no name for the episode, so each report is an episode of its own. */
  readonly fingerprint: string | null;
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
export type OperatorCommand =
  | { readonly type: "Acknowledge"; readonly id: number; readonly note?: string }
  | { readonly type: "Unacknowledge"; readonly id: number; readonly note?: string }
  | { readonly type: "Resolve"; readonly id: number; readonly note?: string }
  | { readonly type: "Note"; readonly id: number; readonly note: string }
  | { readonly type: "Delete"; readonly id: number; readonly note?: string }
  | { readonly type: "Restore"; readonly id: number; readonly note?: string };

export type Command = { readonly type: "Report"; readonly report: Report } | OperatorCommand;

/** An alert that repeats without any change is recorded at most once in this time (ms). */
export const REPEAT_INTERVAL = 60_000;

/**
 * The events that a command leads to, or the reason why it is refused. No events means that the
 * command changes nothing. `alert` is the row that the command is about, null where there is none.
 */
export function decide(alert: Alert | null, command: Command, now: Time): Result<AlertEvent[]> {
  if (command.type === "Report") return ok(decideReport(alert, command.report, now));
  if (alert === null) return fail("alert-not-found", `There is no alert ${command.id}.`);
  const refusal = refusalOf(alert, command);
  if (refusal !== null) return fail(refusal, `Alert ${alert.id} is ${describe(alert)}.`);
  return ok([...eventsOf(command, now), ...noteOf(command)]);
}

function decideReport(alert: Alert | null, report: Report, now: Time): AlertEvent[] {
  if (alert === null) return open(report, now);
  if (alert.status === "resolved") {
    return isReplay(alert, report) ? [] : open(report, now);
  }
  const changes = changesOf(alert, report);
  if (report.status === "resolved") {
    return [...changes, { type: "AlertResolved", data: { resolvedAt: report.resolvedAt ?? now } }];
  }
  if (changes.length > 0) return changes;
  return isRepeatDue(alert, now) ? [{ type: "AlertRepeated", data: {} }] : [];
}

/** Pairs of sources send the same firing and resolved again, late (alertmanager #2447, #4008). */
function isReplay(resolved: Alert, report: Report): boolean {
  return report.startedAt === null
    ? report.status === "resolved"
    : report.startedAt === resolved.startedAt;
}

/** The title of an alert whose source gives none. */
const UNTITLED = "Untitled alert";

function open(report: Report, now: Time): AlertEvent[] {
  const { source, fingerprint } = report;
  const startedAt = report.startedAt ?? report.resolvedAt ?? now;
  const opened: AlertEvent = {
    type: "AlertOpened",
    data: {
      source,
      fingerprint,
      title: report.title || report.name || UNTITLED,
      description: report.description ?? "",
      severity: report.severity ?? "info",
      labels: report.labels ?? {},
      annotations: report.annotations ?? {},
      url: report.url ?? null,
      startedAt,
    },
  };
  if (report.status === "firing") return [opened];
  return [opened, { type: "AlertResolved", data: { resolvedAt: report.resolvedAt ?? now } }];
}

function changesOf(alert: Alert, report: Report): AlertEvent[] {
  const title = report.title ?? alert.title;
  const severity = report.severity ?? alert.severity;
  const description = report.description ?? alert.description;
  const annotations = report.annotations ?? alert.annotations;
  const url = report.url === undefined ? alert.url : report.url;
  const events: AlertEvent[] = [];
  if (title !== alert.title) events.push({ type: "AlertRetitled", data: { title } });
  if (severity !== alert.severity)
    events.push({ type: "AlertSeverityChanged", data: { severity } });
  if (
    description !== alert.description ||
    url !== alert.url ||
    !samePairs(annotations, alert.annotations)
  ) {
    events.push({ type: "AlertDescribed", data: { description, annotations, url } });
  }
  return events;
}

function isRepeatDue(alert: Alert, now: Time): boolean {
  return (
    alert.occurrences === 1 || Date.parse(now) - Date.parse(alert.lastSeenAt) >= REPEAT_INTERVAL
  );
}

function refusalOf(alert: Alert, command: OperatorCommand): ProblemCode | null {
  const { type } = command;
  if (type === "Note") return null;
  if (type === "Restore") return alert.deletedAt === null ? "alert-not-deleted" : null;
  if (type === "Delete") return alert.deletedAt === null ? null : "alert-already-deleted";
  if (alert.deletedAt !== null) return "alert-deleted";
  if (alert.status === "resolved") {
    return type === "Resolve" ? "alert-already-resolved" : "alert-resolved";
  }
  switch (type) {
    case "Acknowledge":
      return alert.status === "acknowledged" ? "alert-already-acknowledged" : null;
    case "Unacknowledge":
      return alert.status === "acknowledged" ? null : "alert-not-acknowledged";
    case "Resolve":
      return null;
    default:
      return type satisfies never;
  }
}

function describe(alert: Alert): string {
  return alert.deletedAt === null ? alert.status : "deleted";
}

function eventsOf(command: OperatorCommand, now: Time): AlertEvent[] {
  switch (command.type) {
    case "Acknowledge":
      return [{ type: "AlertAcknowledged", data: {} }];
    case "Unacknowledge":
      return [{ type: "AlertUnacknowledged", data: {} }];
    case "Resolve":
      return [{ type: "AlertResolved", data: { resolvedAt: now } }];
    case "Note":
      return [];
    case "Delete":
      return [{ type: "AlertDeleted", data: {} }];
    case "Restore":
      return [{ type: "AlertRestored", data: {} }];
    default:
      return command satisfies never;
  }
}

function noteOf({ note }: OperatorCommand): AlertEvent[] {
  return note === undefined ? [] : [{ type: "AlertNoted", data: { text: note } }];
}
