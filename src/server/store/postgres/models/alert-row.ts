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

function timeOrNull(milliseconds: number | null): Time | null {
  return milliseconds === null ? null : isoTime(milliseconds);
}
