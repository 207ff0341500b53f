import { type Epoch, writeCursor } from "../../domain/cursor.ts";
import { firstSeqOf, type History, type HistoryEntry } from "../../protocol/history.ts";

/** Entries that are kept of one history, and so at most as many lines in the DOM. */
export const MOST_ENTRIES = 300;

/** Nothing has been read yet: every alert has been opened, so every history has an entry. */
export const UNREAD: History = { events: [], older: null, newer: null };

/**
 * What is held of a history after its newest page has been read anew. It stays whole: where that page
 * does not reach down to what is held, that is let go, to be read again when it is asked for. Who
 * looks at what is older than the newest is left alone.
 */
export function renewed(held: History, newest: History, epoch: Epoch): History {
  if (held.newer !== null) return held;
  const [first] = newest.events;
  if (first === undefined || !reaches(held, firstSeqOf(first))) return newest;
  const kept = held.events.filter(({ seq }) => seq < firstSeqOf(first));
  const events = [...kept, ...newest.events];
  if (events.length > MOST_ENTRIES) {
    const latest = events.slice(-MOST_ENTRIES);
    return { events: latest, older: cursorBefore(latest, epoch), newer: null };
  }
  return { events, older: kept.length > 0 ? held.older : newest.older, newer: null };
}

/** Whether what is held has the event `seq`, and no entry of it is of events on both sides. */
function reaches({ events }: History, seq: number): boolean {
  const isThere = events.some((entry) => entry.seq >= seq);
  return isThere && events.every((entry) => entry.seq < seq || firstSeqOf(entry) >= seq);
}

/** What is held with the page before it; of too much, the newest is let go. */
export function extended(held: History, page: History, epoch: Epoch): History {
  const events = [...page.events, ...held.events];
  if (events.length <= MOST_ENTRIES) return { events, older: page.older, newer: held.newer };
  const kept = events.slice(0, MOST_ENTRIES);
  return { events: kept, older: page.older, newer: cursorAfter(kept, epoch) };
}

function cursorBefore(events: readonly HistoryEntry[], epoch: Epoch): string | null {
  const [first] = events;
  return first === undefined ? null : writeCursor(epoch, firstSeqOf(first));
}

function cursorAfter(events: readonly HistoryEntry[], epoch: Epoch): string | null {
  const last = events.at(-1);
  return last === undefined ? null : writeCursor(epoch, last.seq);
}
