import type { Alert } from "../../domain/alert.ts";

/**
 * Up to when (ms, by the server's clock) arrivals are no news to the reader. The server puts a row
 * also where an old one has come to match. `receivedAt` never decreases as alerts arrive, so what
 * was received before anything that was there when the list was read, is not new to it.
 */
export interface Told {
  readonly until: () => number;
  /** These rows have been seen; the lists that are asked for from now on are read later. */
  readonly see: (rows: readonly Alert[]) => void;
  /** To be called where a list is asked for, and what it gives with the rows that were read. */
  readonly ask: () => (rows: readonly Alert[]) => void;
}

/** `openedAt` is when the server read the first list. */
export function createTold(openedAt: string, first: readonly Alert[]): Told {
  let until = Math.max(Date.parse(openedAt) || -Infinity, latestOf(first));
  let seen = until;

  function see(rows: readonly Alert[]): void {
    seen = Math.max(seen, latestOf(rows));
  }

  return {
    until: () => until,
    see,
    ask: () => {
      const before = seen;
      return (rows) => {
        see(rows);
        until = Math.max(until, before, latestOf(rows));
      };
    },
  };
}

function latestOf(rows: readonly Alert[]): number {
  return Math.max(-Infinity, ...rows.map(({ receivedAt }) => Date.parse(receivedAt)));
}
