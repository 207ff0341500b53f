import { asc, eq, sql } from "drizzle-orm";
import { webhookPending, webhooks, webhookSecrets } from "../../../../../db/sqlite/schema.ts";
import { readWebhook, type ShownRow, type WebhookRow } from "../../engine/webhooks/webhook-row.ts";
import type { KeptWebhook } from "../../webhooks.ts";
import type { Tables } from "../file/database.ts";
import { prepareStatement } from "../file/statement.ts";

/** A row as it lies in the file. */
interface FileRow extends Omit<ShownRow, "filter" | "events" | "is_enabled" | "headers"> {
  readonly filter: string;
  readonly events: string;
  readonly is_enabled: 0 | 1;
  readonly headers: string;
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
  const all = prepareStatement<FileRow>(tables, shown.orderBy(asc(webhooks.id)));
  const one = prepareStatement<FileRow>(
    tables,
    shown.where(eq(webhooks.id, sql.placeholder("id"))),
  );
  return {
    all: () => all.all({}).map(readRow),
    webhook(id: number): KeptWebhook | null {
      const row = one.get({ id });
      return row === undefined ? null : readRow(row);
    },
  };
}

function readRow(row: FileRow): KeptWebhook {
  return readWebhook({
    ...row,
    filter: JSON.parse(row.filter) as ShownRow["filter"],
    events: JSON.parse(row.events) as ShownRow["events"],
    is_enabled: row.is_enabled === 1,
    headers: JSON.parse(row.headers) as ShownRow["headers"],
  });
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
