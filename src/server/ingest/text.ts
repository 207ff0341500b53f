import type { Pairs } from "../../shared/alert.ts";
import { wellFormed } from "../../shared/well-formed.ts";

/** Built from entries, so that a name such as `__proto__` stays a name. */
export function wellFormedPairs(pairs: Pairs): Pairs {
  return Object.fromEntries(
    Object.entries(pairs).map(([name, value]) => [wellFormed(name), wellFormed(value)]),
  );
}

/** As it is, but for values that are shortened to what they, or all together, may have at most. */
export function shortenPairs(pairs: Pairs, maxValue: number, maxTotal: number): Pairs {
  // Each value has room for an ellipsis, however long those before it are.
  const reserved = Object.keys(pairs).map((name) => lengthOf(name) + 1);
  let left = maxTotal - reserved.reduce((sum, length) => sum + length, 0);
  return Object.fromEntries(
    Object.entries(pairs).map(([name, value]) => {
      const short = shorten(value, Math.max(1, Math.min(maxValue, left + 1)));
      left -= lengthOf(short) - 1;
      return [name, short];
    }),
  );
}

function lengthOf(text: string): number {
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
