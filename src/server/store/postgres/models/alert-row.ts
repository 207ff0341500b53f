import { sql } from "drizzle-orm";
import type { Alert, Pairs, Severity, Status, Time } from "../../../../domain/alert.ts";
import { isoTime } from "../../engine/iso-time.ts";

/** An alert as it lies in its three tables. */
export interface AlertRow {
  readonly id: number;
  readonly seq: number;
  readonly source: string;
  readonly fingerprint: string | null;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly status: Status;
  readonly labels: Pairs;
  readonly annotations: Pairs;
  readonly url: string | null;
  readonly started_at: number;
  readonly received_at: number;
  readonly last_seen_at: number;
  readonly occurrences: number;
  readonly acknowledged_at: number | null;
  readonly acknowledged_by: string | null;
  readonly resolved_at: number | null;
  readonly resolved_by: string | null;
  readonly snoozed_until: number | null;
  readonly deleted_at: number | null;
}

/** Where alerts are, as `a`, `p` and `t`. */
export const ALERTS = sql.raw(
  "alerts a join pulses p on p.alert_id = a.id join texts t on t.alert_id = a.id",
);

/** The columns of {@link AlertRow}. */
export const ALERT_COLUMNS = sql.raw(
  `a.id, p.seq, a.source, a.fingerprint, t.title, t.description, a.severity, a.status, a.labels,
  t.annotations, a.url, a.started_at, a.received_at, p.last_seen_at, p.occurrences,
  a.acknowledged_at, a.acknowledged_by, a.resolved_at, a.resolved_by, a.snoozed_until, a.deleted_at`,
);

/** The same as {@link AlertRow}, but for its JSON, which is the text that it lies there as. */
export interface AlertTextRow extends Omit<AlertRow, "labels" | "annotations"> {
  readonly labels: string;
  readonly annotations: string;
}

/** The columns of {@link AlertTextRow}. */
export const ALERT_TEXT_COLUMNS = sql.raw(
  `a.id, p.seq, a.source, a.fingerprint, t.title, t.description, a.severity, a.status, a.labels::text as labels,
  t.annotations::text as annotations, a.url, a.started_at, a.received_at, p.last_seen_at, p.occurrences,
  a.acknowledged_at, a.acknowledged_by, a.resolved_at, a.resolved_by, a.snoozed_until, a.deleted_at`,
);

/** An alert as the JSON that it is sent as. */
export interface AlertText {
  readonly id: number;
  readonly text: string;
}

/** How much text an alert has, in characters, about. */
export const ALERT_SIZE = sql.raw(
  `length(t.title) + length(t.description) + length(a.labels::text) + length(t.annotations::text)`,
);

export function readAlert(row: AlertRow): Alert {
  return {
    id: row.id,
    seq: row.seq,
    source: row.source,
    fingerprint: row.fingerprint,
    title: row.title,
    description: row.description,
    severity: row.severity,
    status: row.status,
    labels: row.labels,
    annotations: row.annotations,
    url: row.url,
    startedAt: isoTime(row.started_at),
    receivedAt: isoTime(row.received_at),
    lastSeenAt: isoTime(row.last_seen_at),
    occurrences: row.occurrences,
    acknowledgedAt: timeOrNull(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
    resolvedAt: timeOrNull(row.resolved_at),
    resolvedBy: row.resolved_by,
    snoozedUntil: timeOrNull(row.snoozed_until),
    deletedAt: timeOrNull(row.deleted_at),
  };
}

/**
 * What is written of {@link readAlert}. What is JSON already is passed on as it is, and nothing is made an object that would
 * only be taken apart again.
 */
export function writeAlert(row: AlertTextRow): AlertText {
  const named = `"id":${row.id},"seq":${row.seq},"source":${text(row.source)},"fingerprint":${text(row.fingerprint)}`;
  const said = `"title":${text(row.title)},"description":${text(row.description)},"severity":"${row.severity}","status":"${row.status}"`;
  const beside = `"labels":${row.labels},"annotations":${row.annotations},"url":${text(row.url)}`;
  const heard = `"startedAt":${time(row.started_at)},"receivedAt":${time(row.received_at)},"lastSeenAt":${time(row.last_seen_at)},"occurrences":${row.occurrences}`;
  const acknowledged = `"acknowledgedAt":${time(row.acknowledged_at)},"acknowledgedBy":${text(row.acknowledged_by)}`;
  const resolved = `"resolvedAt":${time(row.resolved_at)},"resolvedBy":${text(row.resolved_by)}`;
  const aside = `"snoozedUntil":${time(row.snoozed_until)},"deletedAt":${time(row.deleted_at)}`;
  return {
    id: row.id,
    text: `{${named},${said},${beside},${heard},${acknowledged},${resolved},${aside}}`,
  };
}

function text(value: string | null): string {
  return JSON.stringify(value);
}

function time(milliseconds: number | null): string {
  return milliseconds === null ? "null" : `"${isoTime(milliseconds)}"`;
}

function timeOrNull(milliseconds: number | null): Time | null {
  return milliseconds === null ? null : isoTime(milliseconds);
}
