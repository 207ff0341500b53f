import type { TimelineSpan } from "../../protocol/timeline.ts";
import { oldestWithRoom, type Scale, timeAt } from "./scale.ts";
import { floorTo, lowest, MINUTE, STEPS } from "./steps.ts";

/** A stretch of time that is counted at once (ms since 1970). */
export type Span = TimelineSpan & { readonly from: number; readonly to: number };

/**
 * What the server has to count for the bars in view, up to but not including `until`: newest first, one
 * after the other without a gap.
 *
 * The server's counts know whole minutes only, so the last minute, which is not over, is a span of its own:
 * shorter than a minute, it is counted to the millisecond.
 */
export function spansOf(scale: Scale, until: number, offset: number): readonly Span[] {
  const oldest = timeAt(scale, scale.height);
  // The scale's clock ticks too seldom to be asked whether its upper end is now: what came since would be nobody's.
  const newest = scale.top === 0 ? until : Math.min(timeAt(scale, 0), until);
  const spans: Span[] = [];
  let to: number | null = null;
  for (const [index, step] of STEPS.entries()) {
    const longer = STEPS[index + 1];
    const end = longer === undefined ? oldest : oldestWithRoom(scale, step, lowest(scale));
    if (end >= (to ?? newest)) continue;
    if (to === null) {
      to = floorTo(newest, step, offset);
      if (to + step < until) to += step;
      else spans.push(...unfinished(to, until, offset));
    }
    const isLast = longer === undefined || end <= oldest;
    const from = isLast ? floorTo(oldest, step, offset) : floorTo(end, longer, offset);
    if (from < to) spans.push({ from, to, buckets: Math.round((to - from) / step) });
    to = Math.min(from, to);
    if (isLast) break;
  }
  return spans;
}

/** The step that is not over, in two parts: its whole minutes, and what is left. */
function unfinished(from: number, until: number, offset: number): Span[] {
  const minute = Math.max(from, floorTo(until, MINUTE, offset));
  const parts = [
    { from: minute, to: until, buckets: 1 },
    { from, to: minute, buckets: 1 },
  ];
  return parts.filter((part) => part.from < part.to);
}
