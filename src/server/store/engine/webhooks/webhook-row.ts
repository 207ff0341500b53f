import type { WrittenFilter } from "../../../../domain/filter.ts";
import type { WebhookEvent } from "../../../../protocol/webhook-event.ts";
import type { PresetName } from "../../../../protocol/webhook-preset.ts";
import {
  type FormerSecret,
  type KeptWebhook,
  MOST_FORMERS,
  type WebhookSecrets,
} from "../../webhooks.ts";
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
  readonly formerSecrets: readonly FormerSecret[];
}

export function readSecrets({ url, headers, secret, formerSecrets }: SecretsRow): WebhookSecrets {
  return { url, headers, secret, formers: formerSecrets };
}

/** The former ones once there is another secret. Whether the time of one is over is for those who sign. */
export function formersAfter(
  { secret, formerSecrets }: Pick<SecretsRow, "secret" | "formerSecrets">,
  until: number,
): readonly FormerSecret[] {
  return [{ secret, until }, ...formerSecrets].slice(0, MOST_FORMERS);
}
