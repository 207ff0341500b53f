import * as v from "valibot";
import type { WrittenFilter } from "../../../domain/filter.ts";
import type { Answer } from "../../../protocol/answer.ts";
import type { WebhookEvent } from "../../../protocol/webhook-event.ts";
import type { PresetName } from "../../../protocol/webhook-preset.ts";
import {
  attemptsSchema,
  newWebhookSchema,
  queuedSchema,
  secretSchema,
  testedSchema,
  type Webhook,
  type WebhookAttempt,
  webhookSchema,
  webhooksSchema,
} from "../../../protocol/webhooks.ts";
import { jsonOf, request } from "../../api/request.ts";

/** Attempts that the page reads at once. */
const ATTEMPTS_SIZE = 50;

export async function readWebhooks(): Promise<Answer<readonly Webhook[]>> {
  const answer = await request(webhooksSchema, "/api/webhooks");
  return answer.ok ? { ok: true, value: answer.value.webhooks } : answer;
}

/** A stretch of the log of a webhook, newest first; `older` is what `before` is to be for more. */
export type Attempts = Readonly<v.InferOutput<typeof attemptsSchema>>;

export function readAttempts(id: number, before: string | null): Promise<Answer<Attempts>> {
  const params = new URLSearchParams({ limit: String(ATTEMPTS_SIZE) });
  if (before !== null) params.set("before", before);
  return request(attemptsSchema, `/api/webhooks/${id}/attempts?${params}`);
}

/** What a webhook is made of. What is not given stays as it is, or as it is at first. */
export interface WantedWebhook {
  readonly name: string;
  readonly url?: string;
  readonly preset: PresetName;
  readonly filter: WrittenFilter;
  readonly events: readonly WebhookEvent[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly template?: string;
  readonly enabled: boolean;
}

export type NewWebhook = Readonly<v.InferOutput<typeof newWebhookSchema>>;

export function addWebhook(wanted: WantedWebhook): Promise<Answer<NewWebhook>> {
  return request(newWebhookSchema, "/api/webhooks", { method: "POST", ...jsonOf(wanted) });
}

export function changeWebhook(id: number, wanted: WantedWebhook): Promise<Answer<Webhook>> {
  return request(webhookSchema, `/api/webhooks/${id}`, { method: "PUT", ...jsonOf(wanted) });
}

export function removeWebhook(id: number): Promise<Answer<unknown>> {
  return request(v.null(), `/api/webhooks/${id}`, { method: "DELETE" });
}

/** What became of one `tocsin.test`, sent with what is saved. */
export async function testWebhook(id: number): Promise<Answer<WebhookAttempt>> {
  const answer = await request(testedSchema, `/api/webhooks/${id}/test`, {
    method: "POST",
    // The server waits for the receiver as long as it does for any.
    patience: 30_000,
  });
  return answer.ok ? { ok: true, value: answer.value.attempt } : answer;
}

export async function renewSecret(id: number): Promise<Answer<string>> {
  const answer = await request(secretSchema, `/api/webhooks/${id}/secret`, { method: "POST" });
  return answer.ok ? { ok: true, value: answer.value.secret } : answer;
}

export function pauseWebhook(id: number): Promise<Answer<Webhook>> {
  return request(webhookSchema, `/api/webhooks/${id}/pause`, { method: "POST" });
}

/** `from` is where it goes on: where it stood, behind all that there is, or at a time. */
export function resumeWebhook(id: number, from: string): Promise<Answer<Webhook>> {
  return request(webhookSchema, `/api/webhooks/${id}/resume`, {
    method: "POST",
    ...jsonOf({ from }),
  });
}

/** What is to be sent again: one event, or all that failed since a time. */
export type Replay = { readonly seq: number } | { readonly failedSince: string };

/** How many events are sent again that would not have been now. */
export async function replay(id: number, what: Replay): Promise<Answer<number>> {
  const answer = await request(queuedSchema, `/api/webhooks/${id}/replay`, {
    method: "POST",
    ...jsonOf(what),
  });
  return answer.ok ? { ok: true, value: answer.value.queued } : answer;
}
