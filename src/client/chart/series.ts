import type { MonitorPoint } from "../../protocol/monitors.ts";

/** From the bucket in which an alert was opened to the one in which it was closed; null while it is open. */
export interface Span {
  readonly from: string;
  readonly to: string | null;
}

/** What a chart shows: buckets, oldest first, and when an alert was open. */
export interface Series {
  readonly points: readonly MonitorPoint[];
  /** A score of that or more is unusual. */
  readonly threshold: number;
  readonly spans: readonly Span[];
}

/** A stretch of time (ms since 1970). */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

type Values = (number | null)[];

/** The points by columns; null where a line is broken. */
export interface Columns {
  /** In ms since 1970. */
  readonly times: number[];
  readonly values: Values;
  readonly expected: Values;
  readonly scores: Values;
}

/** A row of nulls parts what is far from each other: nobody measured what a line would show between. */
export function columnsOf(points: readonly MonitorPoint[]): Columns {
  const columns: Columns = { times: [], values: [], expected: [], scores: [] };
  const step = stepOf(points);
  let last = Number.NaN;
  for (const { time, value, expected, score } of points) {
    const at = Date.parse(time);
    if (at - last > 2 * step) push(columns, last + step, null, null, null);
    push(columns, at, value, expected, score);
    last = at;
  }
  return columns;
}

function push(
  { times, values, expected, scores }: Columns,
  time: number,
  ...[value, usual, score]: [Values[number], Values[number], Values[number]]
): void {
  times.push(time);
  values.push(value);
  expected.push(usual);
  scores.push(score);
}

/**
 * How far apart two neighbours are as a rule (ms): a bucket, or some of them where not all are shown, and then
 * now a few more, now a few less. Infinite where there are no two.
 */
export function stepOf(points: readonly MonitorPoint[]): number {
  const times = points.map(({ time }) => Date.parse(time));
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? Infinity;
}

/** Where a value stands alone, so that no line shows it. */
export function lonelyIn(values: readonly (number | null)[]): number[] {
  const isThere = (at: number) => (values[at] ?? null) !== null;
  return [...values.keys()].filter((at) => isThere(at) && !isThere(at - 1) && !isThere(at + 1));
}

/** The end of a span on a chart that goes on until then (ms): the bucket it ended in is part of it. */
export function endOf({ to }: Span, step: number, end: number): number {
  return to === null ? end : Date.parse(to) + (Number.isFinite(step) ? step : 0);
}

/**
 * The highest score of each of so many slots of the same width; null where there is none. However many points
 * there are, no more bars are drawn than there is room for, and none that is high is lost among low ones.
 */
export function highestScores(
  { times, scores }: Pick<Columns, "times" | "scores">,
  { from, to }: Stretch,
  slots: number,
): (number | null)[] {
  const highest: (number | null)[] = Array.from({ length: slots }, () => null);
  times.forEach((time, index) => {
    const score = scores[index] ?? null;
    const slot = Math.floor(((time - from) / (to - from)) * slots);
    if (score === null || slot < 0 || slot >= slots) return;
    highest[slot] = Math.max(highest[slot] ?? -Infinity, score);
  });
  return highest;
}
