import * as v from "valibot";
import { filterSchema } from "../domain/filter.ts";
import { WEBHOOK_EVENTS } from "./webhook-event.ts";
import { PRESETS } from "./webhook-preset.ts";
import { REASONS } from "./webhook-reason.ts";

const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.string();

/**
 * Why nothing is sent to a webhook until somebody resumes it: its address may not be called, it answered
 * 410, it has taken nothing for days, or somebody wanted it so.
 */
export const PAUSED_REASONS = ["address-refused", "gone", "failing", "by-hand"] as const;
export type PausedReason = (typeof PAUSED_REASONS)[number];

/** A receiver of events, without what is secret of it: of its address only the host is shown. */
export const webhookSchema = v.object({
  id,
  name: v.string(),
  host: v.string(),
  preset: v.picklist(PRESETS),
  filter: filterSchema,
  events: v.array(v.picklist(WEBHOOK_EVENTS)),
  /** The names of the headers that are added to its requests. */
  headers: v.array(v.string()),
  template: v.nullable(v.string()),
  enabled: v.boolean(),
  state: v.picklist(["active", "paused", "off"]),
  pausedReason: v.nullable(v.picklist(PAUSED_REASONS)),
  /** The last event of the log that it has been judged for. */
  position: count,
  /** Events up to there that it has yet to take. */
  pending: count,
  lastSuccessAt: v.nullable(time),
  lastFailureAt: v.nullable(time),
});
export type Webhook = Readonly<v.InferOutput<typeof webhookSchema>>;
export const webhooksSchema = v.object({ webhooks: v.array(webhookSchema) });
/** What its requests are signed with is said this once. */
export const newWebhookSchema = v.object({ ...webhookSchema.entries, secret: v.string() });
export const secretSchema = v.object({ secret: v.string() });

const reasons = Object.keys(REASONS) as (keyof typeof REASONS)[];

/** So many of the last attempts are kept of each webhook. */
export const MOST_ATTEMPTS = 100;

/** One request to a webhook. Of a test, `eventSeq`, `alertId` and `alertTitle` are null. */
export const attemptSchema = v.object({
  id,
  eventSeq: v.nullable(id),
  type: v.string(),
  alertId: v.nullable(id),
  /** As the alert is called now; null where it was removed for good. */
  alertTitle: v.nullable(v.string()),
  /** Which one it was of this event: 1, 2, 3 … */
  attempt: id,
  at: time,
  status: v.nullable(v.number()),
  ms: count,
  outcome: v.picklist(["delivered", "failed", "refused"]),
  /** Null for what was delivered. */
  reason: v.nullable(v.picklist(reasons)),
  /** What was connected to. */
  address: v.nullable(v.string()),
  /** The beginning of the answer, of public addresses alone. */
  excerpt: v.nullable(v.string()),
  /** When it is sent again, null where it is not, or not before somebody resumes the webhook that it paused. */
  nextAt: v.nullable(time),
});
export type WebhookAttempt = Readonly<v.InferOutput<typeof attemptSchema>>;

/** Newest first; `older` is what `before` is to be for more, null where there is none. */
export const attemptsSchema = v.object({
  attempts: v.array(attemptSchema),
  older: v.nullable(v.string()),
});
export const testedSchema = v.object({ attempt: attemptSchema });
export const queuedSchema = v.object({ queued: count });
