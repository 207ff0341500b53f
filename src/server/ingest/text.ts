import type { Pairs } from "../../domain/alert.ts";
import { wellFormed } from "../../domain/well-formed.ts";

/** Built from entries, so that a name such as `__proto__` stays a name; the same where all are well-formed, as nearly always. */
export function wellFormedPairs(pairs: Pairs): Pairs {
  const entries = Object.entries(pairs);
  return entries.every(([name, value]) => isWellFormed(name) && isWellFormed(value))
    ? pairs
    : Object.fromEntries(entries.map(([name, value]) => [wellFormed(name), wellFormed(value)]));
}

function isWellFormed(text: string): boolean {
  return wellFormed(text) === text;
}

/** In characters, not in halves of them. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** Whether the text has at most `max` characters. */
export function fits(text: string, max: number): boolean {
  return text.length <= max || (text.length <= 2 * max && Array.from(text).length <= max);
}

/** At most `max` characters of the text, the last an ellipsis where some are missing. */
export function shorten(text: string, max: number): string {
  if (fits(text, max)) return text;
  return `${Array.from(text.slice(0, 2 * max))
    .slice(0, max - 1)
    .join("")}…`;
}
