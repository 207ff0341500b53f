import { sql } from "drizzle-orm";
import {
  customType,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { type Pairs, SEVERITIES, STATUSES, type Time } from "../../src/domain/alert.ts";
import type { AlertEvent, EventType } from "../../src/domain/event.ts";
import type { Unrecorded } from "../../src/domain/unrecorded.ts";

/**
 * ISO 8601 to the program, milliseconds since 1970 in the file. Drizzle hands null only to the
 * encoder of a placeholder, hence the wider type there.
 */
const time = customType<{ data: Time; driverData: number | null }>({
  dataType: () => "integer",
  toDriver: (value: Time | null) => (value === null ? null : Date.parse(value)),
  fromDriver: (value) => new Date(Number(value)).toISOString(),
});

/** Facts about the database itself; `epoch` names it. */
export const meta = sqliteTable("meta", {
  key: text().primaryKey(),
  value: text().notNull(),
});

/** The log. Append-only; everything below it can be rebuilt from it. */
export const events = sqliteTable(
  "events",
  {
    seq: integer().primaryKey(),
    alertId: integer("alert_id").notNull(),
    type: text().$type<EventType>().notNull(),
    version: integer().notNull(),
    recordedAt: time("recorded_at").notNull(),
    actor: text().notNull(),
    data: text({ mode: "json" }).$type<AlertEvent["data"]>().notNull(),
  },
  (table) => [index("events_alert").on(table.alertId)],
);

/**
 * Read model: each alert as it is now. `identity` names the episode, null where it has no name; what
 * is remembered of it beside its row (src/domain/memory.ts) is in `starts` and `paidUntil`.
 */
export const alerts = sqliteTable(
  "alerts",
  {
    id: integer().primaryKey(),
    seq: integer().notNull(),
    identity: text(),
    source: text().notNull(),
    fingerprint: text(),
    title: text().notNull(),
    description: text().notNull(),
    severity: text({ enum: SEVERITIES }).notNull(),
    status: text({ enum: STATUSES }).notNull(),
    labels: text({ mode: "json" }).$type<Pairs>().notNull(),
    annotations: text({ mode: "json" }).$type<Pairs>().notNull(),
    url: text(),
    startedAt: time("started_at").notNull(),
    receivedAt: time("received_at").notNull(),
    lastSeenAt: time("last_seen_at").notNull(),
    occurrences: integer().notNull(),
    acknowledgedAt: time("acknowledged_at"),
    acknowledgedBy: text("acknowledged_by"),
    resolvedAt: time("resolved_at"),
    resolvedBy: text("resolved_by"),
    deletedAt: time("deleted_at"),
    starts: text({ mode: "json" }).$type<readonly Time[]>().notNull().default([]),
    paidUntil: time("paid_until"),
  },
  (table) => [
    uniqueIndex("alerts_seq").on(table.seq),
    uniqueIndex("alerts_unresolved")
      .on(table.source, table.fingerprint, table.identity)
      .where(sql`${table.identity} is not null and ${table.status} <> 'resolved'`),
    // Apart from those: where an identity stands is anywhere in its index, a page of the file for each.
    // Source and fingerprint come first, since an alert may be named by them alone.
    index("alerts_resolved")
      .on(table.source, table.fingerprint, table.identity)
      .where(sql`${table.identity} is not null and ${table.status} = 'resolved'`),
    index("alerts_received").on(table.receivedAt),
    index("alerts_visible")
      .on(table.id)
      .where(sql`${table.deletedAt} is null`),
    index("alerts_deleted")
      .on(table.id)
      .where(sql`${table.deletedAt} is not null`),
    index("alerts_open")
      .on(table.id)
      .where(sql`${table.status} <> 'resolved'`),
    index("alerts_source").on(table.source, table.id),
    index("alerts_severity").on(table.severity, table.id),
    // Few of all alerts are acknowledged by anybody.
    index("alerts_acknowledged_by")
      .on(table.acknowledgedBy, table.id)
      .where(sql`${table.acknowledgedBy} is not null`),
  ],
);

/**
 * Until when an alert is firing unless its source says so again. Kept beside the log, since what
 * only prolongs a lease is no event: the end of one is.
 */
export const leases = sqliteTable(
  "leases",
  {
    alertId: integer("alert_id").primaryKey(),
    expiresAt: time("expires_at").notNull(),
    renewedAt: time("renewed_at").notNull(),
  },
  (table) => [index("leases_expiry").on(table.expiresAt)],
);

/** What a source has said of an alert and the log is to have when it is due. */
export const unrecorded = sqliteTable(
  "unrecorded",
  {
    alertId: integer("alert_id").primaryKey(),
    dueAt: time("due_at").notNull(),
    heard: text({ mode: "json" }).$type<Unrecorded>().notNull(),
  },
  (table) => [index("unrecorded_due").on(table.dueAt)],
);

/** Read model: which alerts carry a label, in the order of the feed. Without rowid in the file. */
export const labels = sqliteTable(
  "labels",
  {
    name: text().notNull(),
    value: text().notNull(),
    alertId: integer("alert_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.name, table.value, table.alertId] })],
);

/** Read model: how many alerts that are not deleted were received in a minute (since 1970). */
export const counts = sqliteTable(
  "counts",
  {
    minute: integer().notNull(),
    severity: text({ enum: SEVERITIES }).notNull(),
    alerts: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.minute, table.severity] })],
);
