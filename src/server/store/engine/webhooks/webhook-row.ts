import type { WrittenFilter } from "../../../../domain/filter.ts";
import type { WebhookEvent } from "../../../../protocol/webhook-event.ts";
import type { PresetName } from "../../../../protocol/webhook-preset.ts";
import type { KeptWebhook, WebhookSecrets } from "../../webhooks.ts";
import { type HealthRow, readHealth } from "./health.ts";

/** What whoever writes looks at of a webhook. */
export interface WebhookRow extends HealthRow {
  readonly id: number;
  readonly name: string;
  readonly host: string;
  readonly position: number;
}

/** All that is shown of it, with what is JSON parsed, its headers, and how many events are pending. */
export interface ShownRow extends WebhookRow {
  readonly preset: PresetName;
  readonly filter: WrittenFilter;
  readonly events: readonly WebhookEvent[];
  readonly template: string | null;
  readonly is_enabled: boolean;
  readonly headers: object;
  readonly pending: number;
}

export function readWebhook(row: ShownRow): KeptWebhook {
  return {
    id: row.id,
    name: row.name,
    host: row.host,
    preset: row.preset,
    filter: row.filter,
    events: row.events,
    template: row.template,
    isEnabled: row.is_enabled,
    headerNames: Object.keys(row.headers),
    position: row.position,
    health: readHealth(row),
    lastFailureAt: row.last_failure_at,
    pending: row.pending,
  };
}

interface SecretsRow extends Pick<WebhookSecrets, "url" | "headers" | "secret"> {
  readonly formerSecret: string | null;
  readonly formerUntil: number | null;
}

export function readSecrets(row: SecretsRow): WebhookSecrets {
  const { url, headers, secret, formerSecret, formerUntil } = row;
  const former =
    formerSecret === null || formerUntil === null
      ? null
      : { secret: formerSecret, until: formerUntil };
  return { url, headers, secret, former };
}
