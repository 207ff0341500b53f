import { asc, eq, sql } from "drizzle-orm";
import { webhookPending, webhookSecrets } from "../../../../../db/sqlite/schema.ts";
import { readSecrets } from "../../engine/webhooks/webhook-row.ts";
import type { Course, WebhookSecrets } from "../../webhooks.ts";
import type { Tables } from "../file/database.ts";
import { prepareReadAttempts } from "./deliveries.ts";
import { prepareFindWebhooks } from "./webhook-row.ts";

/** All that is read of webhooks. Each costs what it returns, or what may be pending. */
export function prepareReadWebhooks(tables: Tables) {
  const found = prepareFindWebhooks(tables);
  const secretsOf = tables
    .select()
    .from(webhookSecrets)
    .where(eq(webhookSecrets.webhook, sql.placeholder("id")))
    .prepare();
  const pendingOf = tables
    .select({
      seq: webhookPending.seq,
      alert: webhookPending.alert,
      due: webhookPending.due,
      attempts: webhookPending.attempts,
      firstAt: webhookPending.firstAt,
    })
    .from(webhookPending)
    .where(eq(webhookPending.webhook, sql.placeholder("id")))
    .orderBy(asc(webhookPending.seq))
    .prepare();

  function secrets(id: number): WebhookSecrets | null {
    const row = secretsOf.get({ id });
    return row === undefined ? null : readSecrets(row);
  }

  const course = (id: number): Course | null =>
    tables.$client.transaction(() => {
      const webhook = found.webhook(id);
      return webhook === null ? null : { webhook, pending: pendingOf.all({ id }) };
    })();

  return {
    ...found,
    secrets,
    course,
    attempts: prepareReadAttempts(tables),
  };
}
