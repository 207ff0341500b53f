import { MOST_ATTEMPTS } from "../../../protocol/webhooks.ts";
import type { Attempts } from "./webhooks.ts";

/**
 * The log with what is newest of it. Where so much came meanwhile that they do not meet, what was shown
 * below is let go, to be read again.
 */
export function withNewest(shown: Attempts, newest: Attempts): Attempts {
  const first = shown.attempts[0];
  const last = newest.attempts.at(-1);
  if (first === undefined || last === undefined) return newest;
  // Where the newest are all that there is, what lay below them was forgotten.
  if (newest.older === null || last.id > first.id) return newest;
  const below = shown.attempts.filter(({ id }) => id < last.id);
  if (below.length === 0) return newest;
  const attempts = [...newest.attempts, ...below];
  // Below them the server has forgotten all: a page that stays open for days grows no longer than its log.
  return attempts.length > MOST_ATTEMPTS
    ? { attempts: attempts.slice(0, MOST_ATTEMPTS), older: null }
    : { attempts, older: shown.older };
}

/** The log with what lies below it. */
export function withOlder(shown: Attempts, older: Attempts): Attempts {
  const last = shown.attempts.at(-1)?.id ?? Infinity;
  const below = older.attempts.filter(({ id }) => id < last);
  return { attempts: [...shown.attempts, ...below], older: older.older };
}

/** How many of the newest are not shown yet. */
export function heldCount(shown: Attempts, newest: Attempts): number {
  const first = shown.attempts[0]?.id ?? 0;
  return newest.attempts.filter(({ id }) => id > first).length;
}
