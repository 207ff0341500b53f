import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { alerts } from "../../../../../db/sqlite/schema.ts";
import type { Alert, Pairs, Severity, Status, Time } from "../../../../domain/alert.ts";
import { isoTime } from "../../engine/iso-time.ts";

/** An alert as it lies in the file. The identity is the store's own business. */
export interface AlertRow {
  readonly id: number;
  readonly seq: number;
  readonly source: string;
  readonly fingerprint: string | null;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly status: Status;
  readonly labels: string;
  readonly annotations: string;
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
    labels: JSON.parse(row.labels) as Pairs,
    annotations: JSON.parse(row.annotations) as Pairs,
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

const STORES_OWN: readonly object[] = [alerts.identity, alerts.starts, alerts.paidUntil];

/** The columns of an alert where the query names the table `a`, as it must to choose an index. */
export const COLUMNS_OF_A: Readonly<Record<string, SQL>> = Object.fromEntries(
  Object.values(getTableColumns(alerts))
    .filter((column) => !STORES_OWN.includes(column))
    .map(({ name }) => [name, sql`a.${sql.identifier(name)}`]),
);
