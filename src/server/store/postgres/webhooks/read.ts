import { sql } from "drizzle-orm";
import type { WebhookAttempt } from "../../../../protocol/webhooks.ts";
import { readAttempt, type TitledRow } from "../../engine/webhooks/attempt-row.ts";
import { readSecrets } from "../../engine/webhooks/webhook-row.ts";
import {
  type Course,
  KEPT_ATTEMPTS,
  type PendingEvent,
  type WebhookSecrets,
} from "../../webhooks.ts";
import type { Database, Session } from "../connection/database.ts";
import { findWebhook, findWebhooks } from "./webhook-row.ts";

/** All that is read of webhooks. Each costs what it returns, or what may be pending. */
export function createWebhookReads(database: Database) {
  return {
    all: () => findWebhooks(database),
    webhook: (id: number) => findWebhook(database, id),
    secrets: (id: number) => secretsOf(database, id),
    course: (id: number) => database.read((session) => courseOf(session, id)),
    attempts: (id: number, before: number | null, limit: number, now: number) =>
      attemptsBefore(database, id, before, limit, now),
  };
}

async function secretsOf(session: Session, id: number): Promise<WebhookSecrets | null> {
  const row = await session.get<Parameters<typeof readSecrets>[0]>(sql`
    select url, headers, secret, former_secrets as "formerSecrets" from webhook_secrets where webhook = ${id}`);
  return row === undefined ? null : readSecrets(row);
}

async function courseOf(session: Session, id: number): Promise<Course | null> {
  const webhook = await findWebhook(session, id);
  if (webhook === null) return null;
  const pending = await session.all<PendingEvent>(sql`
    select seq, alert, due, attempts, first_at as "firstAt" from webhook_pending
    where webhook = ${id} order by seq`);
  return { webhook, pending };
}

/** The attempts before one of them, newest first, none that is too old. */
async function attemptsBefore(
  session: Session,
  id: number,
  before: number | null,
  limit: number,
  now: number,
): Promise<WebhookAttempt[]> {
  const rows = await session.all<TitledRow>(sql`
    select w.*, t.title from webhook_attempts w left join texts t on t.alert_id = w.alert_id
    where w.webhook = ${id} and w.id < ${before ?? Number.MAX_SAFE_INTEGER}
      and w.at > ${now - KEPT_ATTEMPTS.time}
    order by w.id desc limit ${limit}`);
  return rows.map(readAttempt);
}
