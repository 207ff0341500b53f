import { SEVERITIES, type Severity } from "../../domain/alert.ts";
import { type Bar, totalOf } from "./bars.ts";
import { type Scale, yOf } from "./scale.ts";

const HOUR = 3_600_000;

/** The least that can be seen of a bar, and of one severity in it (px). */
const LEAST = 2;

/**
 * The outlines of what is drawn of each severity, as SVG has them, on a ground of that width (px). A bar is as
 * long as there were many alerts in its time, by the logarithm of how many in an hour: else the longest would
 * be those that last longest, and one storm would leave nothing to see of all others. The worst stands outermost.
 */
export function outlinesOf(
  scale: Scale,
  bars: readonly Bar[],
  width: number,
): Readonly<Record<Severity, string>> {
  const outlines = { critical: "", error: "", warning: "", info: "" };
  const most = bars.reduce((highest, bar) => Math.max(highest, rateOf(bar)), Number.MIN_VALUE);
  for (const bar of bars) {
    const total = totalOf(bar.counts);
    const [top, bottom] = [yOf(scale, bar.end), yOf(scale, bar.start)];
    const height = Math.max(bottom - top - 0.5, 1);
    let right = width;
    for (const severity of SEVERITIES) {
      const count = bar.counts[severity];
      if (count === 0) continue;
      const length = Math.max((width * rateOf(bar) * count) / (most * total), LEAST);
      const left = Math.max(right - length, 0);
      outlines[severity] += `M${px(left)} ${px(top)}H${px(right)}v${px(height)}H${px(left)}z`;
      right = left;
    }
  }
  return outlines;
}

function rateOf({ counts, step }: Bar): number {
  return Math.log1p(totalOf(counts) / (step / HOUR));
}

function px(value: number): string {
  return value.toFixed(1);
}
