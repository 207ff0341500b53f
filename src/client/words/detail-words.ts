import type { Alert } from "../../domain/alert.ts";
import { actorWords } from "./actor-words.ts";
import { addressOf } from "./links.ts";
import { agoWords, durationWords, momentWords } from "./time.ts";
import { acknowledgedWords, TRUNCATED } from "./words.ts";

/** "firing for 14 min", "resolved after 4 min, deleted 2 min ago" */
export function statusWords(alert: Alert, now: number): string {
  const words = courseWords(alert, now);
  return alert.deletedAt === null ? words : `${words}, deleted ${agoWords(alert.deletedAt, now)}`;
}

function courseWords(alert: Alert, now: number): string {
  const { status, startedAt, resolvedAt } = alert;
  switch (status) {
    case "firing":
      return `firing for ${durationWords(startedAt, new Date(now).toISOString())}`;
    case "acknowledged":
      return acknowledgedWords(alert, now);
    case "resolved":
      return `resolved after ${durationWords(startedAt, resolvedAt ?? startedAt)}`;
    default:
      return status satisfies never;
  }
}

/** The annotations that are for people to read; addresses are for them to follow. */
export function readableAnnotations({ annotations }: Alert): [string, string][] {
  return Object.entries(annotations).filter(
    ([name, value]) => name !== TRUNCATED && addressOf(value) === null,
  );
}

/** When what happened, in the reader's time zone. */
export function timesOf(alert: Alert, zone: string): [string, string][] {
  const { startedAt, receivedAt, lastSeenAt, occurrences } = alert;
  const by = (time: string | null, actor: string | null) =>
    time === null
      ? null
      : momentWords(time, zone) + (actor === null ? "" : `, ${actorWords(actor)}`);
  const times: [string, string | null][] = [
    ["Started", momentWords(startedAt, zone)],
    ["Received", momentWords(receivedAt, zone)],
    ["Last seen", momentWords(lastSeenAt, zone)],
    ["Occurrences", String(occurrences)],
    ["Acknowledged", by(alert.acknowledgedAt, alert.acknowledgedBy)],
    ["Resolved", by(alert.resolvedAt, alert.resolvedBy)],
    ["Snoozed until", by(alert.snoozedUntil, null)],
    ["Deleted", by(alert.deletedAt, null)],
    ["Link", addressOf(alert.url) === null ? alert.url : null],
    ["Fingerprint", alert.fingerprint],
    ["Number", String(alert.id)],
  ];
  return times.filter((time): time is [string, string] => time[1] !== null);
}
