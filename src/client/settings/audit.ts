import type { Audit } from "../../protocol/people.ts";

/**
 * The newest page with what was read below it. Where so much was noted meanwhile that they do not
 * meet, what lies below is let go, to be read again.
 */
export function withOlder(newest: Audit, older: Audit | null): Audit {
  if (older === null) return newest;
  const last = newest.entries.at(-1)?.id ?? 0;
  const below = older.entries.filter(({ id }) => id < last);
  const [first] = older.entries;
  // The numbers follow each other without a gap.
  const doMeet = first !== undefined && first.id >= last - 1;
  if (!doMeet) return older.entries.length === 0 ? { ...newest, older: older.older } : newest;
  return { entries: [...newest.entries, ...below], older: older.older };
}
