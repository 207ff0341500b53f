import { and, count, eq, gt, sql } from "drizzle-orm";
import {
  webhookAttempts,
  webhookGivenUp,
  webhookPending,
  webhooks,
  webhookSecrets,
} from "../../../../../db/sqlite/schema.ts";
import { ok, type Result } from "../../../../domain/problem.ts";
import { resumeReport } from "../../../webhooks/pause-report.ts";
import { newHealth } from "../../../webhooks/schedule.ts";
import type { By } from "../../people.ts";
import {
  type KeptWebhook,
  MOST_WEBHOOKS,
  type WebhookSettings,
  type WebhookTarget,
} from "../../webhooks.ts";
import { isoTime } from "../../engine/iso-time.ts";
import {
  secretChanged,
  webhookAdded,
  webhookChanged,
  webhookRemoved,
} from "../../engine/webhooks/audit.ts";
import { noWebhook, tooManyWebhooks } from "../../engine/webhooks/problems.ts";
import { formersAfter } from "../../engine/webhooks/webhook-row.ts";
import { prepareStatement } from "../file/statement.ts";
import { prepareLastEvent } from "../log/append.ts";
import { prepareNote } from "../people/audit.ts";
import type { WriteContext } from "../writes.ts";
import { prepareFindRow, prepareFindWebhooks } from "./webhook-row.ts";

/** Of a webhook, by whoever that is. */
interface OfWebhook {
  readonly id: number;
  readonly by: By;
}

interface Added {
  readonly webhook: WebhookSettings &
    WebhookTarget & { readonly secret: string; readonly now: number };
  readonly by: By;
}

export function prepareAddWebhook(writing: WriteContext) {
  const { tables } = writing;
  const note = prepareNote(writing);
  const { webhook: find } = prepareFindWebhooks(tables);
  const lastEvent = prepareLastEvent(tables);
  const counted = tables.select({ all: count() }).from(webhooks).prepare();
  return ({ webhook, by }: Added): Result<KeptWebhook> => {
    if ((counted.get()?.all ?? 0) >= MOST_WEBHOOKS) return tooManyWebhooks();
    const { url, headers, secret, now, ...settings } = webhook;
    const { id } = tables
      .insert(webhooks)
      .values({
        ...settings,
        ...newHealth(now),
        position: lastEvent.get()?.seq ?? 0,
      })
      .returning({ id: webhooks.id })
      .get();
    tables.insert(webhookSecrets).values({ webhook: id, url, headers, secret }).run();
    note(webhookAdded(id, settings, by));
    return foundIn(find, id);
  };
}

function foundIn(find: (id: number) => KeptWebhook | null, id: number): Result<KeptWebhook> {
  const found = find(id);
  return found === null ? noWebhook(id) : ok(found);
}

interface Change extends OfWebhook {
  readonly change: Partial<WebhookSettings & WebhookTarget>;
}

export function prepareChangeWebhook(writing: WriteContext) {
  const { tables } = writing;
  const note = prepareNote(writing);
  const { webhook: find } = prepareFindWebhooks(tables);
  return ({ id, change, by }: Change): Result<KeptWebhook> => {
    const before = find(id);
    if (before === null) return noWebhook(id);
    const { url, headers, ...settings } = change;
    if (Object.keys(settings).length > 0)
      tables.update(webhooks).set(settings).where(eq(webhooks.id, id)).run();
    const target = {
      ...(url === undefined ? {} : { url }),
      ...(headers === undefined ? {} : { headers }),
    };
    if (Object.keys(target).length > 0)
      tables.update(webhookSecrets).set(target).where(eq(webhookSecrets.webhook, id)).run();
    if (url !== undefined) beginAnew(tables, id, writing.clock());
    note(webhookChanged(before, change, by));
    return foundIn(find, id);
  };
}

/** A new address has not failed yet, and what waited for the last one waits no more. A pause stays. */
function beginAnew(tables: WriteContext["tables"], id: number, now: number): void {
  tables
    .update(webhooks)
    .set({ failures: 0, since: now, notBefore: 0 })
    .where(eq(webhooks.id, id))
    .run();
  tables
    .update(webhookPending)
    .set({ due: now })
    .where(and(eq(webhookPending.webhook, id), gt(webhookPending.due, now)))
    .run();
}

export function prepareRemoveWebhook(writing: WriteContext) {
  const { tables, log } = writing;
  const note = prepareNote(writing);
  const find = prepareFindRow(tables);
  const removals = [
    tables.delete(webhooks).where(eq(webhooks.id, sql.placeholder("id"))),
    ...[webhookSecrets, webhookPending, webhookGivenUp, webhookAttempts].map((table) =>
      tables.delete(table).where(eq(table.webhook, sql.placeholder("id"))),
    ),
  ].map((removal) => prepareStatement(tables, removal));
  return ({ id, by }: OfWebhook): Result<null> => {
    const row = find(id);
    if (row === undefined) return noWebhook(id);
    for (const removal of removals) removal.run({ id });
    if (row.paused !== null) {
      const report = resumeReport(id, isoTime(writing.clock()));
      log.append({ commands: [{ type: "Report", report }], actor: null });
    }
    note(webhookRemoved(row, by));
    return ok(null);
  };
}

interface Rotation extends OfWebhook {
  readonly secret: string;
  readonly formerUntil: number;
}

export function prepareRotateSecret(writing: WriteContext) {
  const { tables } = writing;
  const note = prepareNote(writing);
  const find = prepareFindRow(tables);
  return ({ id, secret, formerUntil, by }: Rotation): Result<null> => {
    const row = find(id);
    if (row === undefined) return noWebhook(id);
    const ofWebhook = eq(webhookSecrets.webhook, id);
    const kept = tables.select().from(webhookSecrets).where(ofWebhook).get();
    const formerSecrets = kept === undefined ? [] : formersAfter(kept, formerUntil);
    tables.update(webhookSecrets).set({ secret, formerSecrets }).where(ofWebhook).run();
    note(secretChanged(row, by));
    return ok(null);
  };
}
