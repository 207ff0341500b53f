import type { Webhook, WebhookAttempt } from "../../../protocol/webhooks.ts";
import { OFFERED_EVENTS } from "./event-words.ts";

/** A webhook that has been sent nothing yet, but for what is said of it. */
export function aWebhook(fields: Partial<Webhook> = {}): Webhook {
  return {
    id: 1,
    name: "ops",
    host: "hooks.example.org",
    preset: "standard",
    filter: {},
    events: [...OFFERED_EVENTS],
    headers: [],
    template: null,
    enabled: true,
    state: "active",
    pausedReason: null,
    position: 0,
    pending: 0,
    lastSuccessAt: null,
    lastFailureAt: null,
    ...fields,
  };
}

/** An attempt that was delivered, but for what is said of it. */
export function anAttempt(fields: Partial<WebhookAttempt> = {}): WebhookAttempt {
  return {
    id: 1,
    eventSeq: 1,
    type: "alert.opened",
    alertId: 1,
    alertTitle: "Disk on db-12 fills up",
    attempt: 1,
    at: "2026-11-26T12:00:00.000Z",
    status: 200,
    ms: 12,
    outcome: "delivered",
    reason: null,
    address: null,
    excerpt: null,
    nextAt: null,
    ...fields,
  };
}
