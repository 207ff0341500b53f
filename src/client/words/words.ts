import { type Alert, labelOf, type Severity, type Status } from "../../domain/alert.ts";
import { MAX_IDS } from "../../protocol/page.ts";
import { OPERATOR } from "../../domain/actor.ts";
import { actorWords } from "./actor-words.ts";
import { silentWords } from "./silence.ts";
import { agoWords, durationWords, soonWords } from "./time.ts";

/** An annotation that says how many alerts of its group the sender left out. */
export const TRUNCATED = "tocsin_truncated_alerts";

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  critical: "Critical",
  error: "Error",
  warning: "Warning",
  info: "Info",
};

export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  firing: "Firing",
  acknowledged: "Acknowledged",
  resolved: "Resolved",
};

/** Who has it, until when it is put off, for how long nothing was heard of it, or how it ended; empty where there is nothing to say. */
export function standingWords(alert: Alert, now: number, zone: string): string {
  if (alert.deletedAt !== null) return "deleted";
  if (alert.snoozedUntil !== null) return snoozedWords(alert, now, zone);
  switch (alert.status) {
    case "firing":
      return silentWords(alert, now) || (alert.occurrences > 1 ? `${alert.occurrences} times` : "");
    case "acknowledged":
      return acknowledgedWords(alert, now);
    case "resolved":
      return `resolved after ${durationWords(alert.startedAt, alert.resolvedAt ?? alert.startedAt)}`;
    default:
      return alert.status satisfies never;
  }
}

/** "snoozed until 18:00"; empty for what is not snoozed. */
export function snoozedWords(
  { snoozedUntil }: Pick<Alert, "snoozedUntil">,
  now: number,
  zone: string,
): string {
  return snoozedUntil === null ? "" : `snoozed until ${soonWords(snoozedUntil, now, zone)}`;
}

/** "acknowledged by Mira, 12 min ago" */
export function acknowledgedWords({ acknowledgedAt, acknowledgedBy }: Alert, now: number): string {
  const ago = agoWords(acknowledgedAt ?? new Date(now).toISOString(), now);
  return `acknowledged by ${actorWords(acknowledgedBy ?? OPERATOR)}, ${ago}`;
}

/** "Critical, firing", "Warning, firing, snoozed", "Error, resolved, deleted" */
export function stateWords({ severity, status, snoozedUntil, deletedAt }: Alert): string {
  const words = [SEVERITY_WORDS[severity], status];
  if (snoozedUntil !== null) words.push("snoozed");
  if (deletedAt !== null) words.push("deleted");
  return words.join(", ");
}

/** How many more alerts of its group the sender left out of the notification. */
export function truncatedAlerts({ annotations }: Pick<Alert, "annotations">): number {
  const count = Number(Object.hasOwn(annotations, TRUNCATED) ? annotations[TRUNCATED] : 0);
  return Number.isSafeInteger(count) && count > 0 ? count : 0;
}

/** The rule that the alert is of, where the title does not say it already. */
export function ruleOf(alert: Pick<Alert, "labels" | "title">): string {
  const rule = labelOf(alert, "alertname").trim();
  return rule === alert.title.trim() ? "" : rule;
}

/** The most that a row says of one label; all of it is in the detail. */
const MOST_OF_LABEL = 100;

/** A name or a value as it stands in a row. */
export function labelWords(text: string): string {
  if (text.length <= MOST_OF_LABEL) return text;
  // A letter of two halves is not cut between them.
  return `${Array.from(text.slice(0, MOST_OF_LABEL)).slice(0, -1).join("")}…`;
}

/**
 * "1 new alert", "12 new alerts, 1 more matches now", and "10,000+ new alerts" where no more are
 * told apart. Only what has arrived is called new.
 */
export function waitingWords({ arrived, returned }: Waiting): string {
  const words = `${numberWords(arrived)} new ${arrived === 1 ? "alert" : "alerts"}`;
  if (returned === 0) return words;
  const match = returned === 1 ? "matches now" : "match now";
  const others = numberWords(returned);
  if (arrived > 0) return `${words}, ${others} more ${match}`;
  return `${others} ${returned === 1 ? "alert" : "alerts"} ${match}`;
}

/** How many alerts have arrived, and how many that had arrived before have come to match. */
interface Waiting {
  readonly arrived: number;
  readonly returned: number;
}

/** What the page has to say of arrivals that it did not hear of as they came. */
export function gapWords(count: number): string {
  const alerts = count === 1 ? "alert" : "alerts";
  return `${numberWords(count)} ${alerts} arrived while this page was not connected`;
}

/** What stands before the title of a page on which so many critical alerts are unseen. */
export function unseenWords(count: number): string {
  return count === 0 ? "" : `(${count}) `;
}

function numberWords(count: number): string {
  return `${count.toLocaleString("en-GB")}${count >= MAX_IDS ? "+" : ""}`;
}
