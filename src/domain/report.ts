import { sourceActor } from "./actor.ts";
import { type Alert, SEVERITIES, type Severity, samePairs, type Time } from "./alert.ts";
import type { Report } from "./command.ts";
import { type AlertEvent, isRepeatDue, type ReopeningReason } from "./event.ts";
import { creditFrom, isToldUnder, type Memory } from "./memory.ts";
import { CLOCKS_APART, OPERATOR_GRACE, RENEWAL_INTERVAL, REPEAT_INTERVAL } from "./pace.ts";
import { hear, newStarts, startOf, type Unrecorded, type Words } from "./unrecorded.ts";

/** An episode and what is known of it beside its row. */
interface Known {
  readonly alert: Alert;
  readonly memory: Memory;
}

/**
 * Whether a report is of `over`, the episode before the one that is open. Pairs of sources say all of
 * it twice, the second late (alertmanager #2447, #4008). Only what is surely such a copy may be
 * passed over, since nothing heals that: what their clocks could not have made of the open one.
 */
export function isOldNews(report: Report, open: Known, over: Known): boolean {
  const { startedAt: start, resolvedAt: end, status } = report;
  const { resolvedAt } = over.alert;
  if (start === null || resolvedAt === null || isToldUnder(open.alert, open.memory, start))
    return false;
  const begun = Math.min(...[open.alert.startedAt, ...open.memory.starts].map(Date.parse));
  if (begun - Date.parse(resolvedAt) <= CLOCKS_APART) return false;
  const isKnown = isToldUnder(over.alert, over.memory, start);
  return status === "firing" ? isKnown : end === resolvedAt && (isKnown || start === end);
}

/**
 * The state of an identity is what its source said last: `alert` is its open episode, or the latest
 * that is over, or the one before the open where the report is of that. A start names nothing by
 * itself, it moves and repeats.
 */
export function decideReport(
  alert: Alert | null,
  report: Report,
  now: Time,
  memory: Memory,
): AlertEvent[] {
  if (alert === null) return open(report, now);
  if (memory.isSucceeded) return [];
  if (alert.status === "resolved") {
    return report.status === "firing"
      ? fireAgain(alert, report, now, memory)
      : tellHistory(alert, report, now, memory);
  }
  return report.status === "firing"
    ? goOn(alert, report, now, memory)
    : resolve(alert, report, now, memory);
}

/** The title of an alert whose source gives none. */
const UNTITLED = "Untitled alert";

/** A new row; `latest` is the episode before it. */
function open(report: Report, now: Time, latest: Alert | null = null): AlertEvent[] {
  const { source, fingerprint } = report;
  const resolvedAt = earlier(report.resolvedAt ?? now, now);
  const opened: AlertEvent = {
    type: "AlertOpened",
    data: {
      source,
      fingerprint,
      title: report.title || report.name || UNTITLED,
      description: report.description ?? "",
      severity: report.severity ?? "info",
      labels: report.labels ?? latest?.labels ?? {},
      annotations: report.annotations ?? {},
      url: report.url ?? null,
      startedAt: report.startedAt ?? resolvedAt,
    },
  };
  if (report.status === "firing") return [opened];
  return [opened, { type: "AlertResolved", data: { resolvedAt } }];
}

/** A source's clock may be ahead of ours, and nothing has ended that is yet to end. */
function earlier(a: Time, b: Time): Time {
  return a < b ? a : b;
}

function fireAgain(alert: Alert, report: Report, now: Time, memory: Memory): AlertEvent[] {
  const resolvedAt = alert.resolvedAt ?? now;
  const isBySource = alert.resolvedBy === sourceActor(alert.source);
  // Without a start, what a source ended is another episode; what an operator ended goes on.
  const isKnown =
    report.startedAt === null
      ? !isBySource
      : report.startedAt <= resolvedAt || isToldUnder(alert, memory, report.startedAt);
  if (!isKnown) return open(report, now, alert);
  if (isBySource) return reopen(alert, report, memory, "fires-again");
  const isWithinGrace = Date.parse(now) - Date.parse(resolvedAt) < OPERATOR_GRACE;
  return isWithinGrace ? [] : reopen(alert, report, memory, "still-reported");
}

/** What fires again after it was resolved comes back into the feed, too. */
function reopen(
  alert: Alert,
  report: Report,
  memory: Memory,
  reason: ReopeningReason,
): AlertEvent[] {
  const heard = hear(memory.unrecorded, report);
  return [
    { type: "AlertReopened", data: { reason, ...learned(alert, memory, heard) } },
    ...(alert.deletedAt === null ? [] : [RESTORED]),
    ...changesOf(alert, heard),
  ];
}

const RESTORED: AlertEvent = { type: "AlertRestored", data: {} };

function learned(alert: Alert, memory: Memory, heard: Unrecorded | null) {
  const starts = newStarts(alert, memory, heard);
  return starts.length === 0 ? {} : { starts };
}

/** The end of what is over already, or of an episode whose beginning was not heard of. */
function tellHistory(alert: Alert, report: Report, now: Time, memory: Memory): AlertEvent[] {
  const [start] = startOf(report);
  const resolvedAt = alert.resolvedAt ?? now;
  const isKnown =
    start === undefined ||
    start <= resolvedAt ||
    report.resolvedAt === resolvedAt ||
    isToldUnder(alert, memory, start);
  return isKnown ? [] : open(report, now, alert);
}

function resolve(alert: Alert, report: Report, now: Time, memory: Memory): AlertEvent[] {
  const heard = hear(memory.unrecorded, report);
  const told = { ...memory, unrecorded: heard };
  return [...changesOf(alert, heard), resolution(alert, report.resolvedAt ?? now, now, told)];
}

/** The end of an episode. It tells of every start that no event has told of before. */
export function resolution(alert: Alert, end: Time, now: Time, memory: Memory): AlertEvent {
  const resolvedAt = earlier(end, now);
  return {
    type: "AlertResolved",
    data: { resolvedAt, ...learned(alert, memory, memory.unrecorded) },
  };
}

function goOn(alert: Alert, report: Report, now: Time, memory: Memory): AlertEvent[] {
  const heard = hear(memory.unrecorded, report);
  const interval = report.expiresAt === undefined ? REPEAT_INTERVAL : RENEWAL_INTERVAL;
  const isDue = isRepeatDue(alert, now, interval);
  const changes = changesInTime(alert, heard, now, memory);
  const [first, ...others] = changes;
  const repeats = isDue ? [repeat(alert, memory, heard)] : [];
  return [
    ...(isSeenInTrash(alert, report, memory) ? [RESTORED] : []),
    ...(first === undefined ? repeats : [isDue ? counted(first) : first, ...others]),
    ...wakingBy(alert, changes),
  ];
}

/** Whoever put it off did not know of worse. */
function wakingBy(alert: Alert, changes: readonly WordsEvent[]): AlertEvent[] {
  const gotWorse = changes.some(
    ({ type, data }) => type === "AlertSeverityChanged" && isWorse(data.severity, alert.severity),
  );
  return gotWorse && alert.snoozedUntil !== null
    ? [{ type: "AlertWoken", data: { reason: "worse" } }]
    : [];
}

/** The same change of words, by a report that counts as a repeat. */
function counted(change: WordsEvent): WordsEvent {
  return { ...change, data: { ...change.data, isRepeat: true } } as WordsEvent;
}

/** A mere repeat leaves it in the trash; a later start than all before, or worse trouble, does not. */
function isSeenInTrash(alert: Alert, report: Report, { starts, unrecorded }: Memory): boolean {
  if (alert.deletedAt === null) return false;
  const { startedAt } = report;
  const told = [alert.startedAt, ...starts, ...(unrecorded?.starts ?? [])];
  return (
    isWorse(report.severity, alert.severity) ||
    (startedAt !== null && told.every((start) => start < startedAt))
  );
}

function isWorse(severity: Severity | undefined, than: Severity): boolean {
  return severity !== undefined && SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(than);
}

/** Worse trouble is told at once; other words wait where they have changed too often. */
function changesInTime(alert: Alert, heard: Unrecorded, now: Time, memory: Memory): WordsEvent[] {
  const from = creditFrom(memory);
  if (from === null || from <= now) return changesOf(alert, heard);
  return isWorse(heard.severity, alert.severity)
    ? changesOf(alert, { severity: heard.severity })
    : [];
}

type WordsEvent = Extract<
  AlertEvent,
  { type: "AlertRetitled" | "AlertSeverityChanged" | "AlertDescribed" }
>;

function changesOf(alert: Alert, words: Words): WordsEvent[] {
  const title = words.title ?? alert.title;
  const severity = words.severity ?? alert.severity;
  const description = words.description ?? alert.description;
  const annotations = words.annotations ?? alert.annotations;
  const url = words.url === undefined ? alert.url : words.url;
  const events: WordsEvent[] = [];
  if (title !== alert.title) events.push({ type: "AlertRetitled", data: { title } });
  if (severity !== alert.severity)
    events.push({ type: "AlertSeverityChanged", data: { severity } });
  if (
    description !== alert.description ||
    url !== alert.url ||
    !samePairs(annotations, alert.annotations)
  ) {
    events.push({ type: "AlertDescribed", data: { description, annotations, url } });
  }
  return events;
}

function repeat(alert: Alert, memory: Memory, heard: Unrecorded): AlertEvent {
  return { type: "AlertRepeated", data: learned(alert, memory, heard) };
}

/** Records what its source has said, as far as it is time for it. */
export function recordRest(alert: Alert, now: Time, memory: Memory): AlertEvent[] {
  const { unrecorded } = memory;
  if (unrecorded === null) return [];
  const isRepeat =
    alert.status !== "resolved" &&
    newStarts(alert, memory, unrecorded).length > 0 &&
    isRepeatDue(alert, now);
  const changes = changesInTime(alert, unrecorded, now, memory);
  return [
    ...changes,
    ...wakingBy(alert, changes),
    ...(isRepeat ? [repeat(alert, memory, unrecorded)] : []),
  ];
}
