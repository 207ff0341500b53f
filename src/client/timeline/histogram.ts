import type { Severity } from "../../domain/alert.ts";
import { type Bucket, NONE } from "./bars.ts";

/** Arrivals are counted together by so much time (ms). */
const STEP = 10_000;

/** An alert that was received (ms since 1970). */
export interface Arrival {
  readonly time: number;
  readonly severity: Severity;
}

/**
 * What was received when. The server has counted what was received before `until` (ms since 1970); what
 * was received since is counted here as it is told. `asked` is the same for what is being counted anew.
 *
 * Nothing that was received before the newest that was ever told is still to be told, so by a count up
 * to just after that one and by what is told from then on, each alert is counted once.
 */
export interface Histogram {
  /** Newest first. */
  readonly counted: readonly Bucket[];
  readonly told: Told;
  readonly asked: Asked | null;
}

/** What the server is counting anew: what it has counted of it so far, newest first, and what was told meanwhile. */
interface Asked {
  readonly counted: readonly Bucket[];
  readonly told: Told;
}

/** What was told of and received at `from` or later (ms since 1970), newest first. */
interface Told {
  readonly from: number;
  readonly buckets: readonly Bucket[];
}

export const NOTHING: Histogram = {
  counted: [],
  told: { from: Infinity, buckets: [] },
  asked: null,
};

/** The server is asked to count what was received before `until`. */
export function ask(histogram: Histogram, until: number): Histogram {
  return { ...histogram, asked: { counted: [], told: { from: until, buckets: [] } } };
}

/** The server has counted so much of it, newest first. */
export function answerPart(histogram: Histogram, counted: readonly Bucket[]): Histogram {
  const { asked } = histogram;
  return asked === null ? histogram : { ...histogram, asked: { ...asked, counted } };
}

/** The server has counted it. */
export function answer(histogram: Histogram, counted: readonly Bucket[]): Histogram {
  const { asked } = histogram;
  return asked === null ? histogram : { counted, told: asked.told, asked: null };
}

/** The server did not answer, or is not waited for any more. */
export function giveUp(histogram: Histogram): Histogram {
  return { ...histogram, asked: null };
}

/** Alerts were received; each is told once. */
export function arrive(histogram: Histogram, arrivals: readonly Arrival[]): Histogram {
  const { told, asked } = histogram;
  return {
    ...histogram,
    told: arrivals.reduce(fold, told),
    asked: asked && { ...asked, told: arrivals.reduce(fold, asked.told) },
  };
}

function fold(told: Told, { time, severity }: Arrival): Told {
  if (time < told.from) return told;
  const start = Math.max(Math.floor(time / STEP) * STEP, told.from);
  const end = Math.floor(time / STEP) * STEP + STEP;
  const at = told.buckets.findIndex((bucket) => bucket.start <= start);
  const index = at < 0 ? told.buckets.length : at;
  const here = told.buckets[index];
  const isHere = here?.start === start;
  const counts = isHere ? here.counts : NONE;
  const bucket = { start, end, counts: { ...counts, [severity]: counts[severity] + 1 } };
  return { ...told, buckets: told.buckets.toSpliced(index, isHere ? 1 : 0, bucket) };
}

/** All that is known, newest first: a part of what is being counted only where nothing else is. */
export function bucketsOf(histogram: Histogram): readonly Bucket[] {
  const { told, counted } = knownOf(histogram);
  return [...told.buckets, ...counted];
}

function knownOf(histogram: Histogram): Pick<Histogram, "counted" | "told"> {
  return histogram.told.from === Infinity ? (histogram.asked ?? histogram) : histogram;
}

/** Whether it is known how many alerts were received at a time. */
export function covers(histogram: Histogram, time: number): boolean {
  const { told, counted } = knownOf(histogram);
  const [newest, oldest] = [counted[0], counted.at(-1)];
  if (time >= told.from) return true;
  return newest !== undefined && oldest !== undefined && time >= oldest.start && time < newest.end;
}
