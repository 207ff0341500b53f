import { asc, eq, sql } from "drizzle-orm";
import { webhookPending, webhookSecrets } from "../../../../../db/sqlite/schema.ts";
import { readSecrets } from "../../engine/webhooks/webhook-row.ts";
import type { Course, WebhookSecrets } from "../../webhooks.ts";
import type { Tables } from "../file/database.ts";
import { prepareStatement } from "../file/statement.ts";
import { prepareReadAttempts } from "./deliveries.ts";
import { prepareFindWebhooks } from "./webhook-row.ts";

/** A row as it lies in the file. */
interface SecretsFileRow {
  readonly url: string;
  readonly headers: string;
  readonly secret: string;
  readonly former_secrets: string;
}

/** All that is read of webhooks. Each costs what it returns, or what may be pending. */
export function prepareReadWebhooks(tables: Tables) {
  const found = prepareFindWebhooks(tables);
  // Asked at each attempt.
  const secretsOf = prepareStatement<SecretsFileRow>(
    tables,
    tables
      .select()
      .from(webhookSecrets)
      .where(eq(webhookSecrets.webhook, sql.placeholder("id"))),
  );
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
    if (row === undefined) return null;
    const headers = JSON.parse(row.headers) as WebhookSecrets["headers"];
    const formerSecrets = JSON.parse(row.former_secrets) as WebhookSecrets["formers"];
    return readSecrets({ ...row, headers, formerSecrets });
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
