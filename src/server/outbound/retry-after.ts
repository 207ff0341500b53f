const SHORTEST = 1000;
const LONGEST = 24 * 3_600_000;

/** The three ways in which HTTP writes a date (RFC 9110, section 5.6.7); the last two are of old. */
const DATE =
  /^(?:\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT|\w{6,9}, \d{2}-\w{3}-\d{2} \d{2}:\d{2}:\d{2} GMT|\w{3} \w{3} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/u;

/**
 * How long (ms) to wait by a header `Retry-After`, which has seconds or a date: a second at least, a day at
 * most. Null where it is absent or malformed.
 */
export function retryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  const asked = /^\d+$/u.test(text) ? Number(text) * 1000 : dateIn(text) - now;
  return Number.isNaN(asked) ? null : Math.min(Math.max(asked, SHORTEST), LONGEST);
}

/** NaN where the text is no date. */
function dateIn(text: string): number {
  if (!DATE.test(text)) return Number.NaN;
  return Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
}
