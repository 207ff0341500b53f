import { sql } from "drizzle-orm";
import { readWebhook, type ShownRow, type WebhookRow } from "../../engine/webhooks/webhook-row.ts";
import type { KeptWebhook } from "../../webhooks.ts";
import type { Session } from "../connection/database.ts";

/** Webhooks with their headers and how much is pending for each. */
const SHOWN = sql.raw(`
  select w.*, s.headers,
    (select count(*) from webhook_pending p where p.webhook = w.id) as pending
  from webhooks w join webhook_secrets s on s.webhook = w.id`);

export async function findWebhooks(session: Session): Promise<KeptWebhook[]> {
  return (await session.all<ShownRow>(sql`${SHOWN} order by w.id`)).map(readWebhook);
}

export async function findWebhook(session: Session, id: number): Promise<KeptWebhook | null> {
  const row = await session.get<ShownRow>(sql`${SHOWN} where w.id = ${id}`);
  return row === undefined ? null : readWebhook(row);
}

/** Finds the row of a webhook alone. */
export function findRow(session: Session, id: number): Promise<WebhookRow | undefined> {
  return session.get<WebhookRow>(sql`select * from webhooks where id = ${id}`);
}
