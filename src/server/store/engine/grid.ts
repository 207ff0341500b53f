import { SEVERITIES, type Severity } from "../../../domain/alert.ts";
import type { Timeline, TimelineSpan } from "../../../protocol/timeline.ts";

export const MINUTE = 60_000;

/** How many alerts of a severity a bucket has. */
export interface Tally {
  readonly bucket: number;
  readonly severity: Severity;
  readonly alerts: number;
}

/** Buckets of equal width (ms) from `start`, of which the last one has the time before `end` (ms since 1970). */
export interface Grid {
  readonly start: number;
  readonly end: number;
  readonly width: number;
  readonly buckets: number;
}

/**
 * The buckets of a span, where alerts were received from `first` to `last` (ms since 1970); null where none
 * were, or the span lies before or after them all and its other end was left to them.
 */
export function gridOf(
  { from, to, buckets }: TimelineSpan,
  first: number | null,
  last: number | null,
): Grid | null {
  const start = from ?? first;
  // Without `to` the last alert belongs to the last bucket, whose end is not included.
  const end = to ?? (last === null ? null : last + 1);
  if (start === null || end === null || end <= start) return null;
  const width = Math.ceil((end - start) / buckets);
  return { start, end, width, buckets: Math.ceil((end - start) / width) };
}

/** The counts know minutes only, so buckets begin and end with one; no more than were asked for. */
export function inMinutes({ start, end, buckets }: Grid): Grid {
  const first = Math.floor(start / MINUTE) * MINUTE;
  const length = end - first;
  const width = Math.ceil(length / buckets / MINUTE) * MINUTE;
  return { start: first, end, width, buckets: Math.ceil(length / width) };
}

/** Those that were counted, in all buckets that there are. */
export function fill({ start, width, buckets }: Grid, tallies: readonly Tally[]): Timeline {
  const none = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<
    Severity,
    number
  >;
  const filled = Array.from({ length: buckets }, (_, index) => ({
    start: new Date(start + index * width).toISOString(),
    end: new Date(start + (index + 1) * width).toISOString(),
    ...none,
  }));
  for (const { bucket, severity, alerts } of tallies) {
    const counted = filled[bucket];
    if (counted !== undefined) counted[severity] += alerts;
  }
  return { buckets: filled };
}
