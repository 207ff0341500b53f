import { type Alert, samePairs, type Time } from "./alert.ts";
import type { Report } from "./command.ts";
import { creditFrom, isNewStart, latestStarts, type Memory } from "./memory.ts";
import { REPEAT_INTERVAL } from "./pace.ts";

/** The fields of a report that an alert takes over when they change. */
export type Words = Pick<Report, "title" | "description" | "severity" | "annotations" | "url">;

/**
 * What a source has said of an alert since the last event that tells of it: of words the last, of
 * starts all. A source that changes them with each report would otherwise fill the log.
 */
export interface Unrecorded extends Words {
  readonly starts: readonly Time[];
}

/** What was said before, and now this. */
export function hear(before: Unrecorded | null, report: Report): Unrecorded {
  return {
    title: report.title ?? before?.title,
    description: report.description ?? before?.description,
    severity: report.severity ?? before?.severity,
    annotations: report.annotations ?? before?.annotations,
    url: report.url === undefined ? before?.url : report.url,
    starts: latestStarts([...(before?.starts ?? []), ...startOf(report)]),
  };
}

/** Grafana 12 gives the end for the start of what is over: that names no start. */
export function startOf({ startedAt, resolvedAt }: Report): readonly Time[] {
  return startedAt === null || startedAt === resolvedAt ? [] : [startedAt];
}

/** What of it the alert and what is known of it do not say yet; null where they say all. */
export function remainder(alert: Alert, memory: Memory, heard: Unrecorded): Unrecorded | null {
  const { title, description, severity, annotations, url } = heard;
  // Once it is over, the event that ended it has told of all starts.
  const starts = alert.status === "resolved" ? [] : newStarts(alert, memory, heard);
  const rest: Unrecorded = {
    ...(title === undefined || title === alert.title ? {} : { title }),
    ...(description === undefined || description === alert.description ? {} : { description }),
    ...(severity === undefined || severity === alert.severity ? {} : { severity }),
    ...(annotations === undefined || samePairs(annotations, alert.annotations)
      ? {}
      : { annotations }),
    ...(url === undefined || url === alert.url ? {} : { url }),
    starts,
  };
  return starts.length > 0 || hasWords(rest) ? rest : null;
}

/** Those of the starts that the episode has yet to learn. */
export function newStarts(alert: Alert, memory: Memory, heard: Unrecorded | null): Time[] {
  return (heard?.starts ?? []).filter((start) => isNewStart(alert, memory, start));
}

function hasWords(heard: Unrecorded): boolean {
  return Object.keys(heard).length > 1;
}

/** When the rest is to be recorded. */
export function dueAt(alert: Alert, memory: Memory, rest: Unrecorded): Time {
  const credit = creditFrom(memory);
  const repeat = new Date(Date.parse(alert.lastSeenAt) + REPEAT_INTERVAL).toISOString();
  return hasWords(rest) && credit !== null && (credit < repeat || rest.starts.length === 0)
    ? credit
    : repeat;
}
