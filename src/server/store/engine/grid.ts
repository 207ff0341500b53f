import { SEVERITIES, type Severity } from "../../../domain/alert.ts";
import type { Timeline, TimelineSpan } from "../../../protocol/timeline.ts";

export const MINUTE = 60_000;

/** How many alerts of a severity a bucket has. */
export interface Tally {
  readonly bucket: number;
  readonly severity: Severity;
  readonly alerts: number;
}

/** Buckets of equal width (ms) from `start` (ms since 1970). */
export interface Grid {
  readonly start: number;
  readonly width: number;
  readonly buckets: number;
}

/** The buckets of a span, where alerts were received from `first` to `last` (ms since 1970); null where none were. */
export function gridOf(
  { from, to, buckets }: TimelineSpan,
  first: number | null,
  last: number | null,
): Grid | null {
  const start = from ?? first;
  const end = to ?? last;
  if (start === null || end === null) return null;
  // Without `to` the last alert belongs to the last bucket, whose end is not included.
  const length = Math.max(end - start + (to === null ? 1 : 0), 1);
  const width = Math.ceil(length / buckets);
  return { start, width, buckets: Math.min(buckets, Math.ceil(length / width)) };
}

/** The counts know minutes only, so buckets begin and end with one; no more than were asked for. */
export function inMinutes({ start, width, buckets }: Grid): Grid {
  const first = Math.floor(start / MINUTE) * MINUTE;
  const length = start + width * buckets - first;
  const whole = Math.ceil(length / buckets / MINUTE) * MINUTE;
  return { start: first, width: whole, buckets: Math.ceil(length / whole) };
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
