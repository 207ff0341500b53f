import "server-only";
import type { Alert } from "../../domain/alert.ts";

/** The columns of a table of alerts, in their order. Labels and annotations are JSON. */
const COLUMNS = [
  "id",
  "title",
  "severity",
  "status",
  "source",
  "receivedAt",
  "startedAt",
  "lastSeenAt",
  "occurrences",
  "acknowledgedAt",
  "acknowledgedBy",
  "resolvedAt",
  "resolvedBy",
  "snoozedUntil",
  "deletedAt",
  "labels",
  "description",
  "annotations",
  "url",
  "fingerprint",
] as const satisfies readonly (keyof Alert)[];

/** The names of the columns, as the first line. */
export const CSV_HEADER = `${COLUMNS.join(",")}\r\n`;

/** An alert as a line of a table (RFC 4180), with its line break. */
export function csvLine(alert: Alert): string {
  return lineOf(COLUMNS.map((column) => textOf(alert[column])));
}

function textOf(value: Alert[keyof Alert]): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function lineOf(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(inert(cell))).join(",")}\r\n`;
}

/** What makes a spreadsheet take a text for a formula, also where it has been widened for Chinese or Japanese. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

/** A text that no spreadsheet works out: what somebody sent must not run where somebody opens it. */
function inert(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
