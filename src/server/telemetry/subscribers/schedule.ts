import type { Attempt } from "../../outbound/attempt.ts";
import { retryAfter } from "../../outbound/retry-after.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Events of one request. */
export const MOST = 500;
/** How long (ms) a receiver that fails is left alone: twice as long each time, give or take a fifth. */
const BACK_OFF = { first: 10 * SECOND, longest: 10 * MINUTE } as const;
const SPREAD = 0.2;
/** How long (ms) a receiver is left alone that wants none of it: somebody has to set something right. */
const REST = 60 * MINUTE;

/** What a receiver has said: it has it, not now, too much at once, or never. */
export type Verdict = "taken" | "later" | "too-large" | "refused";

/** How it goes with a receiver. */
export interface Course {
  /** Requests in a row that came to nothing. */
  readonly failures: number;
  /** Nothing is sent before (ms since 1970). */
  readonly notBefore: number;
  /** Events of the next request at most. */
  readonly most: number;
  /** Whether it is left alone since it wants none of it. */
  readonly isResting: boolean;
}

export const FRESH: Course = { failures: 0, notBefore: 0, most: MOST, isResting: false };

export interface After {
  readonly course: Course;
  /** What becomes of the events. */
  readonly fate: "sent" | "kept" | "dropped";
}

export function verdictOf({ outcome, status }: Pick<Attempt, "outcome" | "status">): Verdict {
  if (outcome === "delivered") return "taken";
  if (outcome === "refused") return "refused";
  if (status === 413) return "too-large";
  return status === null || status === 408 || status === 429 || status >= 500 ? "later" : "refused";
}

/**
 * How it goes on after a request with so many events. `random` is from 0 up to 1. Twice as many are tried after
 * each that was taken, until they are as many as may be.
 */
export function afterSend(
  course: Course,
  attempt: Pick<Attempt, "outcome" | "status" | "retryAfter">,
  events: number,
  now: number,
  random: number,
): After {
  const { failures, most } = course;
  const verdict = verdictOf(attempt);
  switch (verdict) {
    case "taken":
      return { course: { ...FRESH, most: Math.min(MOST, most * 2) }, fate: "sent" };
    case "later": {
      const asked = retryAfter(attempt.retryAfter, now) ?? 0;
      const wait = Math.max(asked, backOff(failures, random));
      return { course: { ...course, failures: failures + 1, notBefore: now + wait }, fate: "kept" };
    }
    case "too-large":
      return events > 1
        ? { course: { ...course, most: Math.ceil(events / 2) }, fate: "kept" }
        : { course: { ...course, most: 1 }, fate: "dropped" };
    case "refused": {
      const rest = { failures: failures + 1, notBefore: now + REST, isResting: true };
      return { course: { ...course, ...rest }, fate: "dropped" };
    }
    default:
      return verdict satisfies never;
  }
}

function backOff(failures: number, random: number): number {
  const whole = Math.min(BACK_OFF.first * 2 ** Math.min(failures, 20), BACK_OFF.longest);
  return Math.min(Math.round(whole * (1 - SPREAD + 2 * SPREAD * random)), BACK_OFF.longest);
}
