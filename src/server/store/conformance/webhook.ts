import { WEBHOOK_EVENTS } from "../../../protocol/webhook-event.ts";
import type { By } from "../people.ts";
import type { NewAttempt, Webhooks } from "../webhooks.ts";

/** Who changes webhooks in these tests, and when. */
export const BY: By = { actor: "user:root", address: "192.0.2.1" };
export const NOW = Date.parse("2026-11-26T12:00:00.000Z");

/** A webhook, as it is added. */
export const WEBHOOK: Parameters<Webhooks["add"]>[0] = {
  name: "ops",
  host: "example.org",
  preset: "standard",
  filter: { severity: ["critical"] },
  events: WEBHOOK_EVENTS,
  template: null,
  isEnabled: true,
  url: "https://example.org/hook?token=t0ken",
  headers: { "x-key": "Bearer k3y" },
  secret: "whsec_one",
  now: NOW,
};

/** One that was delivered. */
export function attempt(fields: Partial<NewAttempt> = {}): NewAttempt {
  return {
    eventSeq: 1,
    type: "alert.opened",
    alertId: 1,
    attempt: 1,
    at: NOW,
    status: 200,
    ms: 12,
    outcome: "delivered",
    reason: null,
    address: "192.0.2.7",
    excerpt: "ok",
    ...fields,
  };
}
