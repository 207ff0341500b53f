import type { Bucket, Detector } from "./detector.ts";
import {
  type AlertState,
  isQuiet,
  judge,
  type Outcome,
  type Reading,
  type Rule,
  WATCHING,
} from "./rule.ts";
import { deviationsOf, NOTHING_USUAL, usualAfter } from "./usual.ts";

/** What a monitor makes of a bucket. */
export interface Step {
  /** Null where the bucket could not be scored: nothing was measured, or too little is known. */
  readonly reading: Reading | null;
  readonly outcome: Outcome;
  /** To be kept with the point: a monitor that starts anew goes on from it. */
  readonly alert: AlertState;
  /** How much it has learnt of what it must know, from 0 to 1. Below 1 it opens nothing. */
  readonly progress: number;
}

/** The progress from which scores are those of a forest rather than of a few trees with a few leaves. */
const GROWN = 0.25;
/** What a strange bucket counts for, beside an ordinary one, in what is usual while an alert is open. */
const STRANGE_PART = 0.1;

export type Monitor = ReturnType<typeof createMonitor>;

/**
 * Watches a series: takes each bucket once, in order, when it is over, the empty ones too. Time comes from the buckets
 * and chance from the seed of the detector, which is this monitor's alone: the same buckets lead to the same steps to
 * the bit.
 */
export function createMonitor(
  rule: Rule,
  detector: Pick<Detector, "take" | "learnSeason" | "progress">,
) {
  let usual = NOTHING_USUAL;
  let alert: AlertState = WATCHING;

  return { step, replay, resume };

  function step(bucket: Bucket): Step {
    const reading = read(bucket);
    let outcome: Outcome = { type: "nothing" };
    if (reading !== null && isWarm()) ({ state: alert, outcome } = judge(rule, alert, reading));
    learn(bucket, reading, alert.type === "open");
    return { reading, outcome, alert, progress: detector.progress };
  }

  /** Learns a bucket that was judged before, when an alert was open or not. It opens and closes nothing. */
  function replay(bucket: Bucket, wasOpen: boolean): void {
    learn(bucket, read(bucket), wasOpen);
  }

  /** Goes on from how things stood after the last bucket that was replayed. */
  function resume(kept: AlertState): void {
    alert = kept;
  }

  function read(bucket: Bucket): Reading | null {
    const scored = detector.take(bucket);
    if (scored === null) return null;
    return { time: bucket.time, ...scored, deviations: deviationsOf(usual, scored.score) };
  }

  function learn(bucket: Bucket, reading: Reading | null, isOpen: boolean): void {
    // Else what is strange now would be expected a season later.
    if (!isOpen) detector.learnSeason(bucket);
    if (reading === null || detector.progress < GROWN) return;
    const isStrange = isOpen && !isQuiet(rule, reading);
    usual = usualAfter(usual, reading.score, isStrange ? STRANGE_PART : 1);
  }

  function isWarm(): boolean {
    return detector.progress >= 1;
  }
}
