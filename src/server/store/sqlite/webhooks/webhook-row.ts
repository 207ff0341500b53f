import { asc, eq, sql } from "drizzle-orm";
import { webhookPending, webhooks, webhookSecrets } from "../../../../../db/sqlite/schema.ts";
import type { WrittenFilter } from "../../../../domain/filter.ts";
import type { WebhookEvent } from "../../../../protocol/webhook-event.ts";
import type { PresetName } from "../../../../protocol/webhook-preset.ts";
import type { PausedReason } from "../../../../protocol/webhooks.ts";
import type { Health } from "../../../webhooks/schedule.ts";
import type { KeptWebhook } from "../../webhooks.ts";
import type { Tables } from "../file/database.ts";
import { prepareStatement } from "../file/statement.ts";

export interface HealthRow {
  readonly failures: number;
  readonly since: number;
  readonly last_success_at: number | null;
  readonly not_before: number;
  readonly paused: PausedReason | null;
}

export interface WebhookRow extends HealthRow {
  readonly id: number;
  readonly name: string;
  readonly host: string;
  readonly preset: PresetName;
  readonly filter: string;
  readonly events: string;
  readonly template: string | null;
  readonly is_enabled: 0 | 1;
  readonly position: number;
  readonly last_failure_at: number | null;
}

interface ShownRow extends WebhookRow {
  readonly headers: string;
  readonly pending: number;
}

/** Finds webhooks, with the names of their headers and how much is pending for each. */
export function prepareFindWebhooks(tables: Tables) {
  const shown = tables
    .select({
      id: webhooks.id,
      name: webhooks.name,
      host: webhooks.host,
      preset: webhooks.preset,
      filter: webhooks.filter,
      events: webhooks.events,
      template: webhooks.template,
      isEnabled: webhooks.isEnabled,
      position: webhooks.position,
      failures: webhooks.failures,
      since: webhooks.since,
      lastSuccessAt: webhooks.lastSuccessAt,
      lastFailureAt: webhooks.lastFailureAt,
      notBefore: webhooks.notBefore,
      paused: webhooks.paused,
      headers: webhookSecrets.headers,
      pending:
        sql`(select count(*) from ${webhookPending} where ${webhookPending.webhook} = ${webhooks.id})`.as(
          "pending",
        ),
    })
    .from(webhooks)
    .innerJoin(webhookSecrets, eq(webhookSecrets.webhook, webhooks.id));
  const all = prepareStatement<ShownRow>(tables, shown.orderBy(asc(webhooks.id)));
  const one = prepareStatement<ShownRow>(
    tables,
    shown.where(eq(webhooks.id, sql.placeholder("id"))),
  );
  return {
    all: () => all.all({}).map(readWebhook),
    webhook(id: number): KeptWebhook | null {
      const row = one.get({ id });
      return row === undefined ? null : readWebhook(row);
    },
  };
}

function readWebhook(row: ShownRow): KeptWebhook {
  return {
    id: row.id,
    name: row.name,
    host: row.host,
    preset: row.preset,
    filter: JSON.parse(row.filter) as WrittenFilter,
    events: JSON.parse(row.events) as WebhookEvent[],
    template: row.template,
    isEnabled: row.is_enabled === 1,
    headerNames: Object.keys(JSON.parse(row.headers) as object),
    position: row.position,
    health: readHealth(row),
    lastFailureAt: row.last_failure_at,
    pending: row.pending,
  };
}

export function readHealth(row: HealthRow): Health {
  return {
    failures: row.failures,
    since: row.since,
    lastSuccessAt: row.last_success_at,
    notBefore: row.not_before,
    paused: row.paused,
  };
}

/** Finds the row of a webhook alone. */
export function prepareFindRow(tables: Tables): (id: number) => WebhookRow | undefined {
  const byId = prepareStatement<WebhookRow>(
    tables,
    tables
      .select()
      .from(webhooks)
      .where(eq(webhooks.id, sql.placeholder("id"))),
  );
  return (id) => byId.get({ id });
}
