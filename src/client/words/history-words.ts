import { firstSeqOf, type HistoryEntry } from "../../protocol/history.ts";
import { actorWords, type MonitorNames } from "./actor-words.ts";
import { plain } from "./plain.ts";

/** One line of an alert's history, in words. */
export interface HistoryLine {
  /** Of the first event that it tells of: a line that grows stays the same one. */
  readonly seq: number;
  readonly words: string;
  readonly recordedAt: string;
  /** When the first of several happened, null where it tells of one. */
  readonly since: string | null;
  /** Until when it holds, null where it says nothing of that. */
  readonly until: string | null;
  /** Who did it, null where the words say it. */
  readonly actor: string | null;
}

/** What somebody decides to do. */
const DEEDS: ReadonlyMap<string, string> = new Map([
  ["AlertAcknowledged", "Acknowledged"],
  ["AlertUnacknowledged", "Acknowledgement taken back"],
  ["AlertResolved", "Resolved"],
  ["AlertSnoozed", "Snoozed"],
  ["AlertDeleted", "Deleted"],
  ["AlertRestored", "Restored"],
  ["AlertNoted", "Note"],
]);

/** Events of which many in a row say no more than one. */
const ALIKE: readonly string[] = ["AlertRepeated", "AlertDescribed"];

/** Entries that make one line. */
interface Run {
  readonly first: HistoryEntry;
  readonly last: HistoryEntry;
  readonly count: number;
}

/** The history in words, newest first. What happens over and over makes one line. */
export function historyLines(
  entries: readonly HistoryEntry[],
  monitors?: MonitorNames,
): HistoryLine[] {
  let severity = "";
  return runsOf(entries)
    .map(({ first, last, count }): HistoryLine => {
      const words = wordsOf(last, severity, count, monitors);
      severity = textOf(last, "severity") || severity;
      const { recordedAt } = last;
      const since = count === 1 ? null : (first.since ?? first).recordedAt;
      const until = textOf(last, "until") || null;
      const actor = saysWho(last) ? null : actorWords(last.actor, monitors);
      return { seq: firstSeqOf(first), words, recordedAt, since, until, actor };
    })
    .reverse();
}

/** A snooze that ended by itself was ended by nobody. */
function saysWho(entry: HistoryEntry): boolean {
  return DEEDS.has(entry.type) || entry.type === "AlertWoken" || isByOperator(entry);
}

function isByOperator(entry: HistoryEntry): boolean {
  return textOf(entry, "reason") === "by-operator";
}

function runsOf(entries: readonly HistoryEntry[]): readonly Run[] {
  const runs: Run[] = [];
  for (const entry of entries) {
    const before = runs.at(-1);
    const count = entry.count ?? 1;
    const goesOn = before && ALIKE.includes(entry.type) && isBySame(before.last, entry);
    if (goesOn) runs[runs.length - 1] = { ...before, last: entry, count: before.count + count };
    else runs.push({ first: entry, last: entry, count });
  }
  return runs;
}

function isBySame(one: HistoryEntry, other: HistoryEntry): boolean {
  return one.type === other.type && one.actor === other.actor;
}

/** The lines, those of before wherever they say the same: what has not changed need not be drawn. */
export function keepLines(
  before: readonly HistoryLine[],
  lines: readonly HistoryLine[],
): HistoryLine[] {
  const known = new Map(before.map((line) => [line.seq, line]));
  return lines.map((line) => {
    const same = known.get(line.seq);
    return same !== undefined && JSON.stringify(same) === JSON.stringify(line) ? same : line;
  });
}

function wordsOf(
  entry: HistoryEntry,
  severity: string,
  count: number,
  monitors?: MonitorNames,
): string {
  const deed = DEEDS.get(entry.type);
  if (deed !== undefined) {
    const text = textOf(entry, "text");
    return `${deed} by ${actorWords(entry.actor, monitors)}${text && `: “${text}”`}`;
  }
  switch (entry.type) {
    case "AlertOpened":
      return "Opened";
    case "AlertReopened":
      if (isByOperator(entry)) return `Reopened by ${actorWords(entry.actor)}`;
      return textOf(entry, "reason") === "still-reported"
        ? `Reopened: still reported by ${actorWords(entry.actor)}`
        : "Reopened";
    case "AlertWoken":
      if (isByOperator(entry)) return `Woken by ${actorWords(entry.actor)}`;
      return textOf(entry, "reason") === "worse" ? "Woken: it got worse" : "Woken: its time came";
    case "AlertRepeated":
      return `Repeated${timesWords(count)}`;
    case "AlertRetitled":
      return `Title changed to “${textOf(entry, "title")}”`;
    case "AlertSeverityChanged":
      return `Severity changed${severity && ` from ${severity}`} to ${textOf(entry, "severity")}`;
    case "AlertDescribed":
      return `Description, annotations or link changed${timesWords(count)}`;
    // The server may be newer than this page.
    default:
      return entry.type;
  }
}

function timesWords(count: number): string {
  return count === 1 ? "" : ` ${count.toLocaleString("en-GB")} times`;
}

function textOf({ data }: HistoryEntry, field: string): string {
  const value = new Map(Object.entries(data)).get(field);
  return typeof value === "string" ? plain(value) : "";
}
