import type { ReporterAnswer, ReporterName, UsageField } from "../../protocol/telemetry.ts";

/** What each field is that leaves of how Tocsin is used. */
export const FIELD_WORDS: Readonly<Record<UsageField, string>> = {
  alerts_opened: "Alerts that were posted and opened an episode",
  alerts_updated: "Alerts that were posted and changed one",
  alerts_repeated: "Alerts that were posted and said the same again",
  alerts_resolved: "Alerts that were posted and ended one",
  alerts_unchanged: "Alerts that were posted and changed nothing",
  alerts_rejected: "Alerts that were posted and could not be kept",
  actions_acknowledge: "Alerts that were acknowledged",
  actions_unacknowledge: "Alerts that were given back",
  actions_resolve: "Alerts that were resolved by hand",
  actions_reopen: "Alerts that were reopened by hand",
  actions_snooze: "Alerts that were snoozed",
  actions_wake: "Alerts that were woken by hand",
  actions_note: "Notes that were written",
  actions_delete: "Alerts that were put into the trash",
  actions_restore: "Alerts that were taken out of it",
  actions_rejected: "Actions that could not be done",
  pages_head: "Pages that were read: the newest",
  pages_before: "Pages that were read: the next older",
  pages_after: "Pages that were read: the next newer",
  pages_around: "Pages that were read around an alert",
  pages_at: "Pages that were read at a time",
  searches: "How many of those were a search for words",
  sockets_opened: "Live connections that were opened",
  sign_ins_succeeded: "Sign-ins",
  sign_ins_failed: "Sign-ins that failed",
  webhooks_delivered: "Requests to webhooks that were taken",
  webhooks_failed: "Requests to webhooks that failed",
  webhooks_refused: "Requests to webhooks that may not be made",
  size_events: "Events in the log, as a power of ten",
  size_bytes: "Bytes of the database, as a power of ten",
  size_subscriptions: "Live connections now, as a power of ten",
  seconds: "How long it was counted, or how long the server has run",
  dropped: "Reports that could not be sent and had no room",
  version: "Tocsin’s version",
  platform: "The kind of system, such as linux",
  node: "The first number of Node’s version",
};

export const REPORTER_WORDS: Readonly<Record<ReporterName, string>> = {
  posthog: "How it is used, to PostHog",
  otlp: "Its metrics, to OpenTelemetry",
};

/** What takes it. */
export const RECEIVER_WORDS: Readonly<Record<ReporterName, string>> = {
  posthog: "PostHog",
  otlp: "OpenTelemetry",
};

const VARIABLES: Readonly<Record<ReporterName, string>> = {
  posthog: "POSTHOG_HOST and POSTHOG_KEY",
  otlp: "OTEL_EXPORTER_OTLP_ENDPOINT",
};

/** Why nothing is sent, null where something is. */
export function silenceWords({
  name,
  state,
}: Pick<ReporterAnswer, "name" | "state">): string | null {
  switch (state) {
    case "on":
      return null;
    case "off":
      return `Off. ${VARIABLES[name]} would switch it on.`;
    case "do-not-track":
      return "Off: DO_NOT_TRACK forbids what is configured.";
    default:
      return state satisfies never;
  }
}

/** How it goes, in numbers. */
export function countWords(
  counts: Pick<ReporterAnswer, "sent" | "dropped" | "failed" | "waiting">,
): string {
  const { sent, dropped, failed, waiting } = counts;
  const parts = [
    `${sent} sent`,
    waiting > 0 ? `${waiting} waiting` : "",
    `${dropped} dropped`,
    failed === 1 ? "1 request failed" : `${failed} requests failed`,
  ];
  return parts.filter(Boolean).join(" · ");
}
