import type { MonitorPoint } from "../../protocol/monitors.ts";
import type { Series, Span, Stretch } from "./series.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How long (ms) the time of one row may be. */
const STEPS = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  7 * DAY,
] as const;
/** More rows than that nobody listens to. */
const MOST_ROWS = 72;

/** A while of a series, as a table says it. */
export interface Row {
  /** When it begins (ms since 1970). */
  readonly from: number;
  readonly mean: number | null;
  readonly lowest: number | null;
  readonly highest: number | null;
  readonly expected: number | null;
  readonly score: number | null;
  /** Whether an alert was open in it. */
  readonly isOpen: boolean;
}

/** The newest first; whiles in which nothing was measured are left out. */
export function rowsOf({ points, spans }: Series, { from, to }: Stretch): Row[] {
  const step = stepFor(to - from);
  const whiles = Map.groupBy(points, ({ time }) => Math.floor(Date.parse(time) / step) * step);
  return [...whiles]
    .filter(([start]) => start + step > from && start < to)
    .sort(([a], [b]) => b - a)
    .map(([start, within]) => rowOf(start, step, within, spans));
}

/** How long (ms) the time of one row is in a table of such a stretch. */
export function stepFor(length: number): number {
  return STEPS.find((step) => length / step <= MOST_ROWS) ?? 7 * DAY;
}

function rowOf(
  from: number,
  step: number,
  points: readonly MonitorPoint[],
  spans: readonly Span[],
): Row {
  const values = measured(points.map(({ value }) => value));
  const expected = measured(points.map((point) => point.expected));
  const scores = measured(points.map(({ score }) => score));
  return {
    from,
    mean: meanOf(values),
    lowest: extreme(values, Math.min),
    highest: extreme(values, Math.max),
    expected: meanOf(expected),
    score: extreme(scores, Math.max),
    isOpen: spans.some((span) => overlaps(span, from, from + step)),
  };
}

function measured(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function extreme(values: readonly number[], pick: (a: number, b: number) => number): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => pick(a, b));
}

function overlaps(span: Span, from: number, to: number): boolean {
  return Date.parse(span.from) < to && (span.to === null || Date.parse(span.to) >= from);
}
