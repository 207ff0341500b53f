import type { Alert } from "../../domain/alert.ts";

/**
 * What is no news to the reader. The server puts a row also where an old one has come to match.
 * `receivedAt` never decreases as alerts arrive, so what was received before anything that was there
 * when the list was read, is not new to it. Times are in ms by the server's clock.
 */
export interface Told {
  /** Up to when arrivals are no news. */
  readonly until: number;
  /** When the newest row that was ever seen was received. */
  readonly seen: number;
}

/** `openedAt` is when the server read the first list. */
export function toldBy(openedAt: string, first: readonly Alert[]): Told {
  const until = Math.max(Date.parse(openedAt) || -Infinity, latestOf(first));
  return { until, seen: until };
}

/** These rows have been seen; the lists that are asked for from now on are read later. */
export function see({ until, seen }: Told, rows: readonly Alert[]): Told {
  return { until, seen: Math.max(seen, latestOf(rows)) };
}

/** A list was read; `before` is what had been seen when it was asked for. */
export function readList({ until, seen }: Told, before: number, rows: readonly Alert[]): Told {
  return {
    until: Math.max(until, before, latestOf(rows)),
    seen: Math.max(seen, latestOf(rows)),
  };
}

function latestOf(rows: readonly Alert[]): number {
  return Math.max(-Infinity, ...rows.map(({ receivedAt }) => Date.parse(receivedAt)));
}
