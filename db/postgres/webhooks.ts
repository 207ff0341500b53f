import {
  bigserial,
  boolean,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import type { WrittenFilter } from "../../src/domain/filter.ts";
import type { WebhookEvent } from "../../src/protocol/webhook-event.ts";
import { PRESETS } from "../../src/protocol/webhook-preset.ts";
import { PAUSED_REASONS } from "../../src/protocol/webhooks.ts";
import { whole } from "./columns.ts";

/**
 * Whom events are sent to, how far each has come in the log (`position`), and how it has done lately. A
 * number is never given again: it stands in alerts. Times in ms since 1970.
 */
export const webhooks = pgTable("webhooks", {
  id: bigserial({ mode: "number" }).primaryKey(),
  name: text().notNull(),
  host: text().notNull(),
  preset: text({ enum: PRESETS }).notNull(),
  filter: json().$type<WrittenFilter>().notNull(),
  events: json().$type<readonly WebhookEvent[]>().notNull(),
  template: text(),
  isEnabled: boolean("is_enabled").notNull(),
  position: whole().notNull(),
  failures: integer().notNull(),
  since: whole().notNull(),
  lastSuccessAt: whole("last_success_at"),
  lastFailureAt: whole("last_failure_at"),
  notBefore: whole("not_before").notNull(),
  paused: text({ enum: PAUSED_REASONS }),
});

/** What nobody is shown of a webhook. Each former secret, newest first, signs, too, until its time. */
export const webhookSecrets = pgTable("webhook_secrets", {
  webhook: whole().primaryKey(),
  url: text().notNull(),
  headers: json().$type<Readonly<Record<string, string>>>().notNull(),
  secret: text().notNull(),
  formerSecrets: json("former_secrets")
    .$type<readonly { readonly secret: string; readonly until: number }[]>()
    .notNull()
    .default([]),
});

/** Events that webhooks have yet to take. A thousand of each at most: the log is the queue. */
export const webhookPending = pgTable(
  "webhook_pending",
  {
    webhook: whole().notNull(),
    seq: whole().notNull(),
    alert: whole().notNull(),
    due: whole().notNull(),
    /** How many attempts were made, when the first was, and when the last. */
    attempts: integer().notNull(),
    firstAt: whole("first_at"),
    lastAt: whole("last_at"),
  },
  (table) => [primaryKey({ name: "webhook_pending_pk", columns: [table.webhook, table.seq] })],
);

/** Events that were given up, until somebody has them sent again. The last thousand of each. */
export const webhookGivenUp = pgTable(
  "webhook_given_up",
  {
    webhook: whole().notNull(),
    seq: whole().notNull(),
    alert: whole().notNull(),
    at: whole().notNull(),
  },
  (table) => [primaryKey({ name: "webhook_given_up_pk", columns: [table.webhook, table.seq] })],
);

/** The last requests to each webhook. */
export const webhookAttempts = pgTable(
  "webhook_attempts",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    webhook: whole().notNull(),
    eventSeq: whole("event_seq"),
    type: text().notNull(),
    alertId: whole("alert_id"),
    attempt: integer().notNull(),
    at: whole().notNull(),
    status: integer(),
    ms: integer().notNull(),
    outcome: text({ enum: ["delivered", "failed", "refused"] }).notNull(),
    reason: text(),
    address: text(),
    excerpt: text(),
    nextAt: whole("next_at"),
  },
  (table) => [index("webhook_attempts_webhook").on(table.webhook, table.id)],
);
