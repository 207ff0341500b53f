import * as v from "valibot";

/** Those that send what the server tells of itself. */
export const REPORTERS = ["posthog", "otlp"] as const;
export type ReporterName = (typeof REPORTERS)[number];

/** What is counted of how Tocsin is used. */
export const USAGE_COUNTS = [
  "alerts_opened",
  "alerts_updated",
  "alerts_repeated",
  "alerts_resolved",
  "alerts_unchanged",
  "alerts_rejected",
  "actions_acknowledge",
  "actions_unacknowledge",
  "actions_resolve",
  "actions_reopen",
  "actions_snooze",
  "actions_wake",
  "actions_note",
  "actions_delete",
  "actions_restore",
  "actions_rejected",
  "pages_head",
  "pages_before",
  "pages_after",
  "pages_around",
  "pages_at",
  "searches",
  "sockets_opened",
  "sign_ins_succeeded",
  "sign_ins_failed",
  "webhooks_delivered",
  "webhooks_failed",
  "webhooks_refused",
] as const;

/** What is told as a power of ten alone. */
export const USAGE_SIZES = ["size_events", "size_bytes", "size_subscriptions"] as const;

/** What is told with each event. */
const USAGE_SURROUNDINGS = ["version", "platform", "node"] as const;

/** Everything that leaves of how Tocsin is used: what is not named here does not. */
export const USAGE_FIELDS = [
  ...USAGE_COUNTS,
  ...USAGE_SIZES,
  "seconds",
  "dropped",
  ...USAGE_SURROUNDINGS,
] as const;
export type UsageField = (typeof USAGE_FIELDS)[number];

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A reporter that there could be, and how it does where there is one. */
export const reporterSchema = v.object({
  name: v.picklist(REPORTERS),
  /** `off` where nothing is configured, `do-not-track` where that forbids what is. */
  state: v.picklist(["on", "off", "do-not-track"]),
  /** Where it sends to, null where it does not. */
  host: v.nullable(v.string()),
  sent: count,
  dropped: count,
  /** Requests that came to nothing. */
  failed: count,
  waiting: count,
  lastSentAt: v.nullable(v.string()),
  /** Why the last request that came to nothing did, in words. */
  lastFailure: v.nullable(v.object({ at: v.string(), words: v.string() })),
  /** The body of the next request as it would be sent now, JSON without what is secret. */
  next: v.nullable(v.string()),
});
export type ReporterAnswer = Readonly<v.InferOutput<typeof reporterSchema>>;

export const telemetrySchema = v.object({ reporters: v.array(reporterSchema) });
export type TelemetryAnswer = Readonly<v.InferOutput<typeof telemetrySchema>>;
