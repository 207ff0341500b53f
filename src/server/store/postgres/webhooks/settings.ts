import { sql } from "drizzle-orm";
import { ok, type Result } from "../../../../domain/problem.ts";
import { resumeReport } from "../../../webhooks/pause-report.ts";
import { newHealth } from "../../../webhooks/schedule.ts";
import { isoTime } from "../../engine/iso-time.ts";
import {
  secretChanged,
  webhookAdded,
  webhookChanged,
  webhookRemoved,
} from "../../engine/webhooks/audit.ts";
import { noWebhook, tooManyWebhooks } from "../../engine/webhooks/problems.ts";
import { formersAfter } from "../../engine/webhooks/webhook-row.ts";
import type { By } from "../../people.ts";
import {
  type KeptWebhook,
  MOST_WEBHOOKS,
  type WebhookSettings,
  type WebhookTarget,
} from "../../webhooks.ts";
import type { WriteContext } from "../connection/write-context.ts";
import { readHead } from "../log/head.ts";
import type { Writing } from "../log/log.ts";
import { note } from "../people/audit.ts";
import { findRow, findWebhook } from "./webhook-row.ts";

type Added = WebhookSettings & WebhookTarget & { readonly secret: string; readonly now: number };

/** The lock of the log makes sure that no two nodes add the last one that there may be. */
export async function addWebhook(
  writing: WriteContext,
  webhook: Added,
  by: By,
): Promise<Result<KeptWebhook>> {
  const counted = await writing.get<{ readonly all: number }>(
    sql`select count(*) as all from webhooks`,
  );
  if ((counted?.all ?? 0) >= MOST_WEBHOOKS) return tooManyWebhooks();
  const { url, headers, secret, now, ...settings } = webhook;
  const { failures, since, notBefore } = newHealth(now);
  const { seq: position } = await readHead(writing);
  const added = await writing.get<{ readonly id: number }>(sql`
    insert into webhooks (name, host, preset, filter, events, template, is_enabled, position, failures, since, not_before)
    values (${settings.name}, ${settings.host}, ${settings.preset}, ${JSON.stringify(settings.filter)},
      ${JSON.stringify(settings.events)}, ${settings.template}, ${settings.isEnabled}, ${position}, ${failures},
      ${since}, ${notBefore})
    returning id`);
  if (added === undefined) throw new Error("The webhook got no number.");
  const { id } = added;
  await writing.run(sql`
    insert into webhook_secrets (webhook, url, headers, secret)
    values (${id}, ${url}, ${JSON.stringify(headers)}, ${secret})`);
  await note(writing, webhookAdded(id, settings, by));
  return foundIn(writing, id);
}

async function foundIn(writing: WriteContext, id: number): Promise<Result<KeptWebhook>> {
  const found = await findWebhook(writing, id);
  return found === null ? noWebhook(id) : ok(found);
}

export async function changeWebhook(
  writing: WriteContext,
  id: number,
  change: Partial<WebhookSettings & WebhookTarget>,
  by: By,
): Promise<Result<KeptWebhook>> {
  const before = await findWebhook(writing, id);
  if (before === null) return noWebhook(id);
  const { url = null, headers = null, ...settings } = change;
  const after = { ...before, ...settings };
  await writing.run(sql`
    update webhooks
    set name = ${after.name}, host = ${after.host}, preset = ${after.preset},
      filter = ${JSON.stringify(after.filter)}, events = ${JSON.stringify(after.events)},
      template = ${after.template}, is_enabled = ${after.isEnabled}
    where id = ${id}`);
  await writing.run(sql`
    update webhook_secrets
    set url = coalesce(${url}, url), headers = coalesce(${headers && JSON.stringify(headers)}::json, headers)
    where webhook = ${id}`);
  if (url !== null) await beginAnew(writing, id, writing.clock());
  await note(writing, webhookChanged(before, change, by));
  return foundIn(writing, id);
}

/** A new address has not failed yet, and what waited for the last one waits no more. A pause stays. */
async function beginAnew(writing: WriteContext, id: number, now: number): Promise<void> {
  await writing.run(sql`
    update webhooks set failures = 0, since = ${now}, not_before = 0 where id = ${id}`);
  await writing.run(sql`
    update webhook_pending set due = ${now} where webhook = ${id} and due > ${now}`);
}

const TABLES_OF_WEBHOOK = [
  "webhook_secrets",
  "webhook_pending",
  "webhook_given_up",
  "webhook_attempts",
] as const;

export async function removeWebhook(writing: Writing, id: number, by: By): Promise<Result<null>> {
  const row = await findRow(writing, id);
  if (row === undefined) return noWebhook(id);
  await writing.run(sql`delete from webhooks where id = ${id}`);
  for (const table of TABLES_OF_WEBHOOK)
    await writing.run(sql`delete from ${sql.identifier(table)} where webhook = ${id}`);
  if (row.paused !== null) {
    const report = resumeReport(id, isoTime(writing.clock()));
    await writing.append([{ commands: [{ type: "Report", report }], actor: null }]);
  }
  await note(writing, webhookRemoved(row, by));
  return ok(null);
}

export async function rotateSecret(
  writing: WriteContext,
  id: number,
  secret: string,
  formerUntil: number,
  by: By,
): Promise<Result<null>> {
  const row = await findRow(writing, id);
  if (row === undefined) return noWebhook(id);
  const kept = await writing.get<Parameters<typeof formersAfter>[0]>(sql`
    select secret, former_secrets as "formerSecrets" from webhook_secrets where webhook = ${id} for update`);
  const formers = kept === undefined ? [] : formersAfter(kept, formerUntil);
  await writing.run(sql`
    update webhook_secrets set secret = ${secret}, former_secrets = ${JSON.stringify(formers)}::json
    where webhook = ${id}`);
  await note(writing, secretChanged(row, by));
  return ok(null);
}
