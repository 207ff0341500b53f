import type { PausedReason, Webhook } from "../../../protocol/webhooks.ts";

/** How a webhook does, as its mark says it. */
export type Condition = "active" | "failing" | "paused" | "off";

/** It fails now where the last that was heard of it is a failure. */
export function conditionOf({ state, lastSuccessAt, lastFailureAt }: Webhook): Condition {
  if (state !== "active") return state;
  if (lastFailureAt === null) return "active";
  const success = lastSuccessAt === null ? -Infinity : Date.parse(lastSuccessAt);
  return Date.parse(lastFailureAt) > success ? "failing" : "active";
}

export const CONDITION_WORDS: Readonly<Record<Condition, string>> = {
  active: "Active",
  failing: "Failing now",
  paused: "Paused",
  off: "Off",
};

const PAUSED_WORDS: Readonly<Record<PausedReason, string>> = {
  "address-refused": "its address is not one that may be called",
  gone: "it answered 410, its receiver is gone",
  failing: "it has taken nothing for three days",
  "by-hand": "somebody paused it",
};

/** What is amiss, and what becomes of what happens meanwhile; empty where all is well. */
export function troubleWords(webhook: Webhook): string {
  const { pausedReason } = webhook;
  const condition = conditionOf(webhook);
  switch (condition) {
    case "active":
      return "";
    case "failing":
      return "Failing now: it is tried again by itself, and nothing is lost.";
    case "paused":
      return `Paused: ${PAUSED_WORDS[pausedReason ?? "by-hand"]}. What happens waits in the log.`;
    case "off":
      return "Off: it is sent nothing. Switch it on under Edit; what happens waits in the log.";
    default:
      return condition satisfies never;
  }
}

/** "1 event waits", "412 events wait" */
export function pendingWords(pending: number): string {
  return `${countWords(pending)} ${pending === 1 ? "waits" : "wait"}`;
}

function countWords(events: number): string {
  return events === 1 ? "1 event" : `${events.toLocaleString("en")} events`;
}

/** What going on from each place means for what is pending. */
export function resumeWords(
  pending: number,
): Readonly<Record<"position" | "now" | "time", string>> {
  const waiting = pending === 0 ? "Nothing is pending yet" : `${pendingWords(pending)} already`;
  const dropped =
    pending === 0
      ? "What happened while it stood still is never sent."
      : `What happened while it stood still is never sent, and what waits is dropped: ${countWords(pending)}.`;
  return {
    position: `Nothing is left out. ${waiting}; what happened since is looked at next, and all of it is sent in order.`,
    now: dropped,
    time: "All that happened since then is looked at anew. What it took after that time comes once more, what is older is left out.",
  };
}

/** What came of asking for events to be sent again. */
export function queuedWords(queued: number, { state }: Pick<Webhook, "state">): string {
  if (queued === 0)
    return "There is nothing to send again: what is still pending is sent by itself.";
  const what = countWords(queued);
  if (state === "active") return `${what} will be sent again now.`;
  const until = state === "paused" ? "resumed" : "switched on";
  return `${what} will be sent again once it is ${until}.`;
}
