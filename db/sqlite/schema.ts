import { type SQL, sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  blob,
  customType,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import type { Actor } from "../../src/domain/actor.ts";
import { millisecondsOf } from "../../src/domain/milliseconds.ts";
import { OPERATION_KINDS, OPERATION_STATES } from "../../src/domain/operation.ts";
import type { Problem } from "../../src/domain/problem.ts";
import { type Pairs, SEVERITIES, STATUSES, type Time } from "../../src/domain/alert.ts";
import type { AlertEvent, EventType } from "../../src/domain/event.ts";
import type { WrittenFilter } from "../../src/domain/filter.ts";
import { ROLES, type Scope, WAYS_IN } from "../../src/domain/principal.ts";
import type { Unrecorded } from "../../src/domain/unrecorded.ts";
import type { AuditEntry } from "../../src/protocol/people.ts";
import { DENSITIES, HOURS, THEMES } from "../../src/protocol/preferences.ts";
import type { WebhookEvent } from "../../src/protocol/webhook-event.ts";
import { PRESETS } from "../../src/protocol/webhook-preset.ts";
import { PAUSED_REASONS } from "../../src/protocol/webhooks.ts";

/**
 * ISO 8601 to the program, milliseconds since 1970 in the file. Drizzle hands null only to the
 * encoder of a placeholder, hence the wider type there.
 */
const time = customType<{ data: Time; driverData: number | null }>({
  dataType: () => "integer",
  toDriver: (value: Time | null) => (value === null ? null : millisecondsOf(value)),
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
    snoozedUntil: time("snoozed_until"),
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
    // Of the few that are snoozed: in the order of the feed, and in that in which they wake.
    index("alerts_snoozed")
      .on(table.id)
      .where(sql`${table.snoozedUntil} is not null`),
    index("alerts_waking")
      .on(table.snoozedUntil)
      .where(sql`${table.snoozedUntil} is not null`),
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

/**
 * Alerts that were removed for good, by the event that says so: whoever catches up is told of them. The
 * oldest make way, see forget.ts.
 */
export const removals = sqliteTable("removals", {
  seq: integer().primaryKey(),
  alertId: integer("alert_id").notNull(),
});

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

/**
 * Who may sign in. A row outlives its user, without password and identity, since the name in it is
 * never given again; `folded_name` is the name whatever its case.
 */
export const users = sqliteTable(
  "users",
  {
    id: integer().primaryKey(),
    name: text().notNull(),
    foldedName: text("folded_name").notNull(),
    role: text({ enum: ROLES }).notNull(),
    passwordHash: text("password_hash"),
    /** How many passwords they have had: what was compared with an older one counts no more. */
    passwordVersion: integer("password_version").notNull(),
    issuer: text(),
    subject: text(),
    isDisabled: integer("is_disabled", { mode: "boolean" }).notNull(),
    createdAt: time("created_at").notNull(),
    lastSignInAt: time("last_sign_in_at"),
    removedAt: time("removed_at"),
  },
  (table) => [
    uniqueIndex("users_name").on(table.foldedName),
    uniqueIndex("users_identity")
      .on(table.issuer, table.subject)
      .where(sql`${table.issuer} is not null`),
    index("users_admin").on(table.id).where(canAdminister(table)),
  ],
);

/** Whether a user is an admin who can sign in, in the words of an index that has those alone. */
export function canAdminister(
  table: Readonly<
    Record<"role" | "isDisabled" | "removedAt" | "passwordHash" | "issuer", AnySQLiteColumn>
  >,
): SQL {
  return sql`${table.role} = 'admin' and ${table.isDisabled} = 0 and ${table.removedAt} is null and (${table.passwordHash} is not null or ${table.issuer} is not null)`;
}

/** Browsers that are signed in. A number is never given again, since it may be named late. */
export const sessions = sqliteTable(
  "sessions",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: integer("user_id").notNull(),
    tokenHash: blob("token_hash", { mode: "buffer" }).notNull(),
    via: text({ enum: WAYS_IN }).notNull(),
    createdAt: time("created_at").notNull(),
    lastUsedAt: time("last_used_at").notNull(),
    expiresAt: time("expires_at").notNull(),
    address: text().notNull(),
    userAgent: text("user_agent").notNull(),
  },
  (table) => [
    uniqueIndex("sessions_token").on(table.tokenHash),
    index("sessions_user").on(table.userId),
    index("sessions_expiry").on(table.expiresAt),
  ],
);

/** What programs come in with. The number is a part of the key, so it is never given again either. */
export const keys = sqliteTable("keys", {
  id: integer().primaryKey({ autoIncrement: true }),
  name: text().notNull(),
  scopes: text({ mode: "json" }).$type<readonly Scope[]>().notNull(),
  source: text(),
  secretHash: blob("secret_hash", { mode: "buffer" }).notNull(),
  createdAt: time("created_at").notNull(),
  createdBy: text("created_by").notNull(),
  expiresAt: time("expires_at"),
  lastUsedAt: time("last_used_at"),
});

/**
 * Who came in, who did not, and who may. Append-only, which triggers hold. `changed` has, as
 * JSON, the numbers of those whose rights it changed or ended.
 */
export const audit = sqliteTable("audit", {
  id: integer().primaryKey(),
  at: time().notNull(),
  type: text().$type<AuditEntry["type"]>().notNull(),
  actor: text().notNull(),
  on: text(),
  address: text(),
  detail: text({ mode: "json" }).$type<AuditEntry["detail"]>().notNull(),
  changed: text(),
});

/**
 * Whom events are sent to, how far each has come in the log (`position`), and how it has done lately. A
 * number is never given again: it stands in alerts. Times in ms since 1970.
 */
export const webhooks = sqliteTable("webhooks", {
  id: integer().primaryKey({ autoIncrement: true }),
  name: text().notNull(),
  host: text().notNull(),
  preset: text({ enum: PRESETS }).notNull(),
  filter: text({ mode: "json" }).$type<WrittenFilter>().notNull(),
  events: text({ mode: "json" }).$type<readonly WebhookEvent[]>().notNull(),
  template: text(),
  isEnabled: integer("is_enabled", { mode: "boolean" }).notNull(),
  position: integer().notNull(),
  failures: integer().notNull(),
  since: integer().notNull(),
  lastSuccessAt: integer("last_success_at"),
  lastFailureAt: integer("last_failure_at"),
  notBefore: integer("not_before").notNull(),
  paused: text({ enum: PAUSED_REASONS }),
});

/** What nobody is shown of a webhook. Each former secret, newest first, signs, too, until its time. */
export const webhookSecrets = sqliteTable("webhook_secrets", {
  webhook: integer().primaryKey(),
  url: text().notNull(),
  headers: text({ mode: "json" }).$type<Readonly<Record<string, string>>>().notNull(),
  secret: text().notNull(),
  formerSecrets: text("former_secrets", { mode: "json" })
    .$type<readonly { readonly secret: string; readonly until: number }[]>()
    .notNull()
    .default([]),
});

/** Events that webhooks have yet to take. A thousand of each at most: the log is the queue. */
export const webhookPending = sqliteTable(
  "webhook_pending",
  {
    webhook: integer().notNull(),
    seq: integer().notNull(),
    alert: integer().notNull(),
    due: integer().notNull(),
    /** How many attempts were made, when the first was, and when the last. */
    attempts: integer().notNull(),
    firstAt: integer("first_at"),
    lastAt: integer("last_at"),
  },
  (table) => [primaryKey({ columns: [table.webhook, table.seq] })],
);

/** Events that were given up, until somebody has them sent again. The last thousand of each. */
export const webhookGivenUp = sqliteTable(
  "webhook_given_up",
  {
    webhook: integer().notNull(),
    seq: integer().notNull(),
    alert: integer().notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.webhook, table.seq] })],
);

/** The last requests to each webhook. */
export const webhookAttempts = sqliteTable(
  "webhook_attempts",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    webhook: integer().notNull(),
    eventSeq: integer("event_seq"),
    type: text().notNull(),
    alertId: integer("alert_id"),
    attempt: integer().notNull(),
    at: integer().notNull(),
    status: integer(),
    ms: integer().notNull(),
    outcome: text({ enum: ["delivered", "failed", "refused"] }).notNull(),
    reason: text(),
    address: text(),
    excerpt: text(),
    nextAt: integer("next_at"),
  },
  (table) => [index("webhook_attempts_webhook").on(table.webhook, table.id)],
);

/** Names for filters, each of somebody. A number is never given again. */
export const views = sqliteTable(
  "views",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    owner: text().$type<Actor>().notNull(),
    name: text().notNull(),
    filter: text({ mode: "json" }).$type<WrittenFilter>().notNull(),
    isShared: integer("is_shared", { mode: "boolean" }).notNull(),
    isDefault: integer("is_default", { mode: "boolean" }).notNull(),
  },
  (table) => [uniqueIndex("views_name").on(table.owner, table.name)],
);

/** How somebody wants to have the pages; `zone` is the name of a time zone, or `local`. */
export const preferences = sqliteTable("preferences", {
  owner: text().$type<Actor>().primaryKey(),
  theme: text({ enum: THEMES }).notNull(),
  density: text({ enum: DENSITIES }).notNull(),
  zone: text().notNull(),
  hours: text({ enum: HOURS }).notNull(),
});

/** Long work, the last hundred of it. Whatever runs says how far it is elsewhere: `done` is how far it came. */
export const operations = sqliteTable("operations", {
  id: integer().primaryKey({ autoIncrement: true }),
  kind: text({ enum: OPERATION_KINDS }).notNull(),
  state: text({ enum: OPERATION_STATES }).notNull(),
  done: integer().notNull(),
  total: integer(),
  unit: text().notNull(),
  startedAt: time("started_at").notNull(),
  endedAt: time("ended_at"),
  result: text({ mode: "json" }).$type<unknown>(),
  problem: text({ mode: "json" }).$type<Problem>(),
});
