import { SEVERITIES, type Severity } from "../../domain/alert.ts";
import { type Scale, timeAt } from "./scale.ts";
import { floorTo, stepAt } from "./steps.ts";

/** How many alerts of each severity were received from `start` up to but not including `end` (ms since 1970). */
export interface Bucket {
  readonly start: number;
  readonly end: number;
  readonly counts: Readonly<Record<Severity, number>>;
}

export const NONE: Bucket["counts"] = { critical: 0, error: 0, warning: 0, info: 0 };

/** The counts as they are drawn. */
export interface Bar extends Bucket {
  /** How long it lasts once it is over (ms). */
  readonly step: number;
}

/** The bars in view, newest first, each of whole buckets; those of what is newer may come on top of others. */
export function barsOf(scale: Scale, buckets: readonly Bucket[], offset: number): readonly Bar[] {
  const [newest, oldest] = [timeAt(scale, 0), timeAt(scale, scale.height)];
  const bars: Bar[] = [];
  let key = Number.NaN;
  for (const bucket of buckets) {
    if (bucket.start >= newest || bucket.end <= oldest) continue;
    const step = Math.max(stepAt(scale, bucket.start), bucket.end - bucket.start);
    const whole = floorTo(bucket.start, step, offset);
    const last = bars.at(-1);
    if (last !== undefined && whole === key && last.step === step) {
      bars[bars.length - 1] = {
        ...last,
        start: bucket.start,
        counts: sum(last.counts, bucket.counts),
      };
    } else bars.push({ ...bucket, step });
    key = whole;
  }
  return bars;
}

function sum(a: Bucket["counts"], b: Bucket["counts"]): Bucket["counts"] {
  return {
    critical: a.critical + b.critical,
    error: a.error + b.error,
    warning: a.warning + b.warning,
    info: a.info + b.info,
  };
}

export function totalOf(counts: Bucket["counts"]): number {
  return SEVERITIES.reduce((total, severity) => total + counts[severity], 0);
}

/** The bar at a time; where there is none, the whole step with no alerts in it. */
export function barAt(scale: Scale, bars: readonly Bar[], time: number, offset: number): Bar {
  const bar = bars.find(({ start, end }) => start <= time && time < end);
  if (bar !== undefined) return bar;
  const step = stepAt(scale, time);
  const start = floorTo(time, step, offset);
  return { start, end: start + step, step, counts: NONE };
}
