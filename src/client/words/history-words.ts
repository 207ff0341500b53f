import type { HistoryEntry } from "../feed/api.ts";
import { plain } from "./plain.ts";

/** One line of an alert's history, in words. */
export interface HistoryLine {
  readonly seq: number;
  readonly words: string;
  readonly recordedAt: string;
  readonly actor: string;
}

/** The history in words, newest first. Repeats that follow each other make one line. */
export function historyLines(entries: readonly HistoryEntry[]): HistoryLine[] {
  const lines: HistoryLine[] = [];
  let severity = "";
  let repeats = 0;
  for (const entry of entries) {
    const { seq, recordedAt, actor } = entry;
    repeats = entry.type === "AlertRepeated" ? repeats + 1 : 0;
    if (repeats > 1) lines.pop();
    lines.push({ seq, words: wordsOf(entry, severity, repeats), recordedAt, actor });
    severity = textOf(entry, "severity") || severity;
  }
  return lines.reverse();
}

function wordsOf(entry: HistoryEntry, severity: string, repeats: number): string {
  switch (entry.type) {
    case "AlertOpened":
      return "Opened";
    case "AlertReopened":
      return textOf(entry, "reason") === "still-reported"
        ? `Reopened: still reported by ${plain(entry.actor)}`
        : "Reopened";
    case "AlertRepeated":
      return repeats === 1 ? "Repeated" : `Repeated ${repeats} times`;
    case "AlertRetitled":
      return `Title changed to “${textOf(entry, "title")}”`;
    case "AlertSeverityChanged":
      return `Severity changed from ${severity} to ${textOf(entry, "severity")}`;
    case "AlertDescribed":
      return "Description, annotations or link changed";
    case "AlertAcknowledged":
      return "Acknowledged";
    case "AlertUnacknowledged":
      return "Acknowledgement taken back";
    case "AlertResolved":
      return "Resolved";
    case "AlertNoted":
      return `Note by ${plain(entry.actor)}: “${textOf(entry, "text")}”`;
    case "AlertDeleted":
      return "Deleted";
    case "AlertRestored":
      return "Restored";
    // The server may be newer than this page.
    default:
      return entry.type;
  }
}

function textOf({ data }: HistoryEntry, field: string): string {
  const value = new Map<string, unknown>(Object.entries(data)).get(field);
  return typeof value === "string" ? plain(value) : "";
}
