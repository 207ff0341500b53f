import type { Webhook, WebhookAttempt } from "../../../protocol/webhooks.ts";
import { REASONS } from "../../../protocol/webhook-reason.ts";
import { clockWords, dateWords, momentWords, untilWords } from "../../words/time.ts";

const OUTCOME_WORDS: Readonly<Record<WebhookAttempt["outcome"], string>> = {
  delivered: "Delivered",
  failed: "Failed",
  refused: "Refused",
};

/** "Delivered: 200 in 12 ms", "Failed after 3.1 s" */
export function outcomeWords({ outcome, status, ms }: WebhookAttempt): string {
  const words = OUTCOME_WORDS[outcome];
  if (outcome === "refused") return words;
  return status === null
    ? `${words} after ${tookWords(ms)}`
    : `${words}: ${status} in ${tookWords(ms)}`;
}

/** "12 ms", "3.1 s" */
export function tookWords(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Why it came to nothing; empty where it was delivered. */
export function reasonWords({ reason }: WebhookAttempt): string {
  return reason === null ? "" : REASONS[reason];
}

/**
 * When it is sent again: "Next in 2 min."; empty where it is not, or has been since. What waited when another attempt, or
 * somebody, paused the webhook waits for whoever resumes it.
 */
export function nextWords(
  { nextAt }: WebhookAttempt,
  { state }: Pick<Webhook, "state">,
  now: number,
): string {
  const until = nextAt === null ? "" : untilWords(nextAt, now);
  if (until === "") return "";
  return state === "active" ? `Next ${until}.` : "Next once it goes on.";
}

/** "14:02:11" today, "22 Nov 2026, 14:02:11 UTC" else. */
export function stampWords(at: string, now: number, zone: string): string {
  const isToday = dateWords(at, zone) === dateWords(new Date(now).toISOString(), zone);
  return isToday ? clockWords(at, zone) : momentWords(at, zone);
}
