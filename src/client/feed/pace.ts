import type { Update } from "../window/window.ts";
import { MOST_MARKED } from "./reducer.ts";

/** Screenfuls are taken in at most this often (ms): nobody reads faster, and each would make rows that the next throws away. */
export const PACE = 500;

export interface Pace {
  readonly receive: (update: Update) => void;
  /** Takes what waits, before something else happens. */
  readonly flush: () => void;
}

/**
 * Gives updates on, in order. Few arrivals are given on at once; those that make up a screenful wait until the last
 * screenful has been there for {@link PACE}, and what comes after them waits with them. To the feed it is as if
 * the line were slower for a moment.
 */
export function createPace(take: (updates: readonly Update[]) => void): Pace {
  let waiting: readonly Update[] = [];
  let freeAt = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function receive(update: Update): void {
    waiting = [...waiting, update];
    const wait = isScreenful() ? freeAt - performance.now() : 0;
    if (wait <= 0) flush();
    else timer ??= setTimeout(flush, wait);
  }

  function isScreenful(): boolean {
    return waiting.reduce((sum, { put }) => sum + put.length, 0) > MOST_MARKED;
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    if (isScreenful()) freeAt = performance.now() + PACE;
    const updates = waiting;
    waiting = [];
    take(updates);
  }

  return { receive, flush };
}
