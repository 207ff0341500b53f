import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { type Pairs, SEVERITIES, STATUSES, type Time } from "../../src/domain/alert.ts";
import type { Actor } from "../../src/domain/actor.ts";
import type { AlertEvent, EventType } from "../../src/domain/event.ts";
import type { WrittenFilter } from "../../src/domain/filter.ts";
import { OPERATION_KINDS, OPERATION_STATES } from "../../src/domain/operation.ts";
import type { Problem } from "../../src/domain/problem.ts";
import type { Unrecorded } from "../../src/domain/unrecorded.ts";
import { DENSITIES, HOURS, THEMES } from "../../src/protocol/preferences.ts";
import { bytes, orderedText, time, whole } from "./columns.ts";

/** Facts about the database itself; `epoch` names it, `timeline` is the one of the server that made the epoch. */
export const meta = pgTable("meta", {
  key: text().primaryKey(),
  value: text().notNull(),
});

/** The log. Append-only; the read models can be rebuilt from it. `json` keeps the order of what is said. */
export const events = pgTable(
  "events",
  {
    seq: whole().primaryKey(),
    alertId: whole("alert_id").notNull(),
    type: text().$type<EventType>().notNull(),
    version: integer().notNull(),
    recordedAt: time("recorded_at").notNull(),
    actor: text().notNull(),
    data: json().$type<AlertEvent["data"]>().notNull(),
  },
  (table) => [index("events_alert").on(table.alertId, table.seq)],
);

/**
 * What each commit changed, as other nodes are told of it, for ten minutes. Whoever has not heard whether it
 * committed looks for its `id` here.
 */
export const commits = pgTable(
  "commits",
  {
    /** Commits that changed no alert have their number only: they are looked for, and told to nobody. */
    id: uuid().primaryKey(),
    seqFrom: whole("seq_from").notNull(),
    seqTo: whole("seq_to").notNull(),
    at: time().notNull(),
    body: bytes(),
  },
  (table) => [
    uniqueIndex("commits_seq")
      .on(table.seqTo)
      .where(sql`${table.body} is not null`),
    index("commits_at").on(table.at),
  ],
);

/**
 * Read model: each alert as it is now, but for what moves with each event (`pulses`) and for its words
 * (`texts`, `search_texts`): a row that is indexed in many ways is written seldom. `identity` names the episode, null where
 * it has no name.
 */
export const alerts = pgTable(
  "alerts",
  {
    id: whole().primaryKey(),
    identity: orderedText(),
    source: text().notNull(),
    fingerprint: text(),
    severity: text({ enum: SEVERITIES }).notNull(),
    status: text({ enum: STATUSES }).notNull(),
    labels: json().$type<Pairs>().notNull(),
    url: text(),
    startedAt: time("started_at").notNull(),
    receivedAt: time("received_at").notNull(),
    acknowledgedAt: time("acknowledged_at"),
    acknowledgedBy: text("acknowledged_by"),
    resolvedAt: time("resolved_at"),
    resolvedBy: text("resolved_by"),
    snoozedUntil: time("snoozed_until"),
    deletedAt: time("deleted_at"),
  },
  (table) => [
    // An identity is of one source and fingerprint: it is enough to tell them apart.
    uniqueIndex("alerts_unresolved")
      .on(table.identity)
      .where(sql`${table.identity} is not null and ${table.status} <> 'resolved'`),
    index("alerts_resolved")
      .on(table.identity, table.id)
      .where(sql`${table.identity} is not null and ${table.status} = 'resolved'`),
    // An alert may be named by source and fingerprint alone.
    index("alerts_named")
      .on(table.source, table.fingerprint, table.identity)
      .where(sql`${table.identity} is not null`),
    index("alerts_received").on(table.receivedAt, table.id),
    index("alerts_deleted")
      .on(table.id)
      .where(sql`${table.deletedAt} is not null`),
    index("alerts_open")
      .on(table.id)
      .where(sql`${table.status} <> 'resolved'`),
    index("alerts_source").on(table.source, table.id),
    index("alerts_severity").on(table.severity, table.id),
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

/** Of each alert what moves with every event, and what is remembered of it (src/domain/memory.ts). */
export const pulses = pgTable(
  "pulses",
  {
    alertId: whole("alert_id").primaryKey(),
    seq: whole().notNull(),
    lastSeenAt: time("last_seen_at").notNull(),
    occurrences: integer().notNull(),
    starts: json().$type<readonly Time[]>().notNull(),
    paidUntil: time("paid_until"),
  },
  (table) => [uniqueIndex("pulses_seq").on(table.seq)],
);

/** The words of each alert. */
export const texts = pgTable("texts", {
  alertId: whole("alert_id").primaryKey(),
  title: text().notNull(),
  description: text().notNull(),
  annotations: json().$type<Pairs>().notNull(),
});

/**
 * What is searched of each alert, folded (src/domain/search.ts), with an index of its trigrams. Partitioned by ranges
 * of ids (src/server/store/postgres/models/search-texts.ts): that index cannot be walked in the order of the
 * feed, so a search goes through the ranges from the newest on, and no statement of it takes long.
 */
export const searchTexts = pgTable(
  "search_texts",
  {
    alertId: whole("alert_id").primaryKey(),
    text: text().notNull(),
  },
  (table) => [index("search_texts_trigrams").using("gin", table.text.op("gin_trgm_ops"))],
);

/** Until when an alert is firing unless its source says so again, beside the log. */
export const leases = pgTable(
  "leases",
  {
    alertId: whole("alert_id").primaryKey(),
    expiresAt: time("expires_at").notNull(),
    renewedAt: time("renewed_at").notNull(),
  },
  (table) => [index("leases_expiry").on(table.expiresAt)],
);

/** Alerts that were removed for good, by the event that says so: whoever catches up is told of them. */
export const removals = pgTable("removals", {
  seq: whole().primaryKey(),
  alertId: whole("alert_id").notNull(),
});

/** What a source has said of an alert and the log is to have when it is due. */
export const unrecorded = pgTable(
  "unrecorded",
  {
    alertId: whole("alert_id").primaryKey(),
    dueAt: time("due_at").notNull(),
    heard: json().$type<Unrecorded>().notNull(),
  },
  (table) => [index("unrecorded_due").on(table.dueAt)],
);

/**
 * Read model: which alerts carry a label, in the order of the feed. `label` is a hash of name and value, which
 * may be longer than what an index takes; the row of the alert has both.
 */
export const labels = pgTable(
  "labels",
  {
    label: bytes().notNull(),
    alertId: whole("alert_id").notNull(),
  },
  (table) => [primaryKey({ name: "labels_pk", columns: [table.label, table.alertId] })],
);

/** Read model: how many alerts that are not deleted were received in a minute (since 1970). */
export const counts = pgTable(
  "counts",
  {
    minute: whole().notNull(),
    severity: text({ enum: SEVERITIES }).notNull(),
    alerts: integer().notNull(),
  },
  (table) => [primaryKey({ name: "counts_pk", columns: [table.minute, table.severity] })],
);

/** Names for filters, each of somebody. A number is never given again. */
export const views = pgTable(
  "views",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    owner: text().$type<Actor>().notNull(),
    name: orderedText().notNull(),
    filter: json().$type<WrittenFilter>().notNull(),
    isShared: boolean("is_shared").notNull(),
    isDefault: boolean("is_default").notNull(),
  },
  (table) => [uniqueIndex("views_name").on(table.owner, table.name)],
);

/** How people want to have the pages. */
export const preferences = pgTable("preferences", {
  owner: text().$type<Actor>().primaryKey(),
  theme: text({ enum: THEMES }).notNull(),
  density: text({ enum: DENSITIES }).notNull(),
  zone: text().notNull(),
  hours: text({ enum: HOURS }).notNull(),
});

/** Long work, the last hundred of it. Whatever runs says how far it is elsewhere: `done` is how far it came. */
export const operations = pgTable("operations", {
  id: bigserial({ mode: "number" }).primaryKey(),
  kind: text({ enum: OPERATION_KINDS }).notNull(),
  state: text({ enum: OPERATION_STATES }).notNull(),
  done: whole().notNull(),
  total: whole(),
  unit: text().notNull(),
  startedAt: time("started_at").notNull(),
  endedAt: time("ended_at"),
  result: json().$type<unknown>(),
  problem: json().$type<Problem>(),
});
