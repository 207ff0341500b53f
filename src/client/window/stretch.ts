import type { Alert } from "../../domain/alert.ts";
import type { Page } from "../../protocol/page.ts";

/** Rows in the window, and so in the DOM, at any moment. */
export const CAP = 200;

interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * A part of the feed without a hole: every row with an id from `from` to `to`, newest first. A
 * `from` of 0 says that it begins with the first alert ever received.
 */
export interface Stretch extends Range {
  readonly rows: readonly Alert[];
}

export const EMPTY: Stretch = { rows: [], from: 0, to: 0 };

export function inRange({ from, to }: Range, id: number): boolean {
  return from <= id && id <= to;
}

/** Whether a page has no rows although the feed has: it lies beyond one of the ends. */
export function isBeyond({ alerts, older, newer, searchedTo }: Page): boolean {
  return alerts.length === 0 && !searchedTo && (older !== null || newer !== null);
}

/** The id down to which a page tells everything: 0 where nothing lies beyond. */
export function oldestOf({ older, searchedTo, alerts }: Page): number {
  return older === null ? 0 : (searchedTo?.id ?? alerts.at(-1)?.id ?? 0);
}

/** The id up to which a page tells everything: `known` where nothing lies beyond. */
export function newestOf(page: Page, known: number): number {
  return page.newer === null ? known : Math.min(known, page.alerts[0]?.id ?? known);
}

export function stretchOf(page: Page, range: Range): Stretch {
  return { ...range, rows: page.alerts.filter((row) => inRange(range, row.id)) };
}

/** Both together, or null where there would be a hole between them. */
export function join(a: Stretch, b: Stretch): Stretch | null {
  if (a.to + 1 < b.from || b.to + 1 < a.from) return null;
  return {
    rows: mergeRows(a.rows, b.rows),
    from: Math.min(a.from, b.from),
    to: Math.max(a.to, b.to),
  };
}

function mergeRows(a: readonly Alert[], b: readonly Alert[]): readonly Alert[] {
  const byId = new Map(a.map((row) => [row.id, row]));
  for (const row of b) byId.set(row.id, upsert(byId.get(row.id), row));
  return [...byId.values()].sort((x, y) => y.id - x.id);
}

/** The newer of two versions of a row. */
export function upsert(present: Alert | undefined, row: Alert): Alert {
  return present && present.seq >= row.seq ? present : row;
}

/** The {@link CAP} rows that lie closest around the row `centre`. */
export function trim(stretch: Stretch, centre: number): Stretch {
  const { rows } = stretch;
  const excess = rows.length - CAP;
  if (excess <= 0) return stretch;
  const newer = rows.filter((row) => row.id > centre).length;
  const start = Math.min(Math.max(newer - CAP / 2, 0), excess);
  const kept = rows.slice(start, start + CAP);
  return {
    rows: kept,
    from: start < excess ? (kept.at(-1)?.id ?? stretch.from) : stretch.from,
    to: start > 0 ? (kept[0]?.id ?? stretch.to) : stretch.to,
  };
}
