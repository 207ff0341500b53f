import type { By } from "../../people.ts";
import type { KeptWebhook, Replay, ResumeFrom, WebhookSettings } from "../../webhooks.ts";
import type { NewEntry } from "../people/audit.ts";

/** A webhook, as far as entries name it. */
type Named = Pick<KeptWebhook, "id" | "name">;

export function webhookAdded(id: number, { name, host, preset }: WebhookSettings, by: By) {
  return entryOf("webhook-added", { id, name }, by, { host, preset });
}

/** What is secret stays so: only that it was changed is noted. */
export function webhookChanged(before: KeptWebhook, change: Partial<WebhookSettings>, by: By) {
  const detail = { changed: Object.keys(change), host: change.host ?? before.host };
  return entryOf("webhook-changed", before, by, detail);
}

export function webhookRemoved(webhook: Named, by: By): NewEntry {
  return entryOf("webhook-removed", webhook, by);
}

export function secretChanged(webhook: Named, by: By): NewEntry {
  return entryOf("webhook-secret-changed", webhook, by);
}

export function webhookPaused(webhook: Named, by: By): NewEntry {
  return entryOf("webhook-paused", webhook, by);
}

export function webhookResumed(webhook: Named, from: ResumeFrom, by: By): NewEntry {
  const detail = { from: typeof from === "string" ? from : from.time };
  return entryOf("webhook-resumed", webhook, by, detail);
}

export function webhookReplayed(webhook: Named, replay: Replay, queued: number, by: By): NewEntry {
  return entryOf("webhook-replayed", webhook, by, { ...replay, queued });
}

function entryOf(
  type: NewEntry["type"],
  { id, name }: Named,
  by: By,
  detail: NewEntry["detail"] = {},
): NewEntry {
  return { type, on: `webhook:${name}`, detail: { webhook: id, ...detail }, ...by };
}
