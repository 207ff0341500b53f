import type { PausedReason } from "../../protocol/webhooks.ts";
import type { Attempt } from "../outbound/attempt.ts";
import { retryAfter } from "../outbound/retry-after.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long (ms) an attempt is after the one before it, give or take a fifth. The first is at once. */
export const SCHEDULE = [
  0,
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  24 * HOUR,
] as const;
const LAST = 24 * HOUR;
const SPREAD = 0.2;

/** Failures in a row after which the endpoint is left alone for a while, and then asked once at a time. */
const BACK_OFF_AFTER = 5;
/** For so long (ms), the more failures the longer. */
const BACK_OFF = [30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE] as const;

/** Without success for so long (ms), and after so many failures in a row, an endpoint is paused. */
const PAUSE_AFTER = { time: 72 * HOUR, failures: 10 } as const;

/** How an endpoint has done lately, as far as that decides what it is sent. Times are in ms since 1970. */
export interface Health {
  /** Since its last success. */
  readonly failures: number;
  /** When it was made or last resumed. */
  readonly since: number;
  readonly lastSuccessAt: number | null;
  /** Nothing is sent before. */
  readonly notBefore: number;
  readonly paused: PausedReason | null;
}

/** What becomes of an event for an endpoint after an attempt. */
export type Next =
  | { readonly type: "done" }
  /** It waits until then at least. */
  | { readonly type: "retry"; readonly due: number }
  /** It is not sent again unless somebody asks for that. */
  | { readonly type: "given-up" };

/** An attempt that has ended. */
export interface Ended extends Pick<Attempt, "outcome" | "status" | "retryAfter"> {
  /** Which one it was of this event: 1, 2, 3 … */
  readonly attempt: number;
  /** When the first one of this event was made. */
  readonly firstAt: number;
  /** Statuses after which its kind of receiver is never asked the same again. */
  readonly finals: readonly number[];
}

export interface After {
  readonly health: Health;
  readonly next: Next;
  /** Whether it took something after it had been left alone: what waits for it need not wait longer. */
  readonly isBack: boolean;
}

/** The health of an endpoint that nothing was sent to since it was made or resumed. */
export function newHealth(now: number): Health {
  return { failures: 0, since: now, lastSuccessAt: null, notBefore: 0, paused: null };
}

/**
 * How an endpoint does after an attempt, and what becomes of the event. `random` is from 0 up to 1. What is
 * still under way when an endpoint is paused changes nothing about that.
 */
export function afterAttempt(health: Health, ended: Ended, now: number, random: number): After {
  if (ended.outcome === "delivered") {
    const well = { ...health, failures: 0, lastSuccessAt: now, notBefore: 0 };
    const isBack = health.failures >= BACK_OFF_AFTER;
    return { health: well, next: { type: "done" }, isBack };
  }
  const failed = { ...health, failures: health.failures + 1 };
  const paused = health.paused ?? pausedBy(failed, ended, now);
  const notBefore = Math.max(health.notBefore, now + restOf(failed, ended, now, random));
  return {
    health: { ...failed, paused, notBefore },
    next: nextOf(health, ended, now, random),
    isBack: false,
  };
}

function pausedBy(
  { failures, since, lastSuccessAt }: Health,
  ended: Ended,
  now: number,
): PausedReason | null {
  if (ended.outcome === "refused") return "address-refused";
  if (ended.status === 410) return "gone";
  const isLong = now - Math.max(since, lastSuccessAt ?? since) >= PAUSE_AFTER.time;
  return isLong && failures >= PAUSE_AFTER.failures ? "failing" : null;
}

/** How long (ms) the endpoint is left alone. */
function restOf({ failures }: Health, ended: Ended, now: number, random: number): number {
  const isBusy = ended.status === 429 || ended.status === 503;
  const asked = isBusy ? (retryAfter(ended.retryAfter, now) ?? 0) : 0;
  const step = Math.min(failures - BACK_OFF_AFTER, BACK_OFF.length - 1);
  return Math.max(asked, spread(BACK_OFF[step] ?? 0, random));
}

function nextOf({ lastSuccessAt }: Health, ended: Ended, now: number, random: number): Next {
  if (ended.status !== null && ended.finals.includes(ended.status)) return { type: "given-up" };
  // A receiver that has taken others meanwhile will not take this one. Of one that takes nothing nothing is
  // given up: it is paused in the end, and what was for it waits.
  const isAlone = lastSuccessAt !== null && lastSuccessAt > ended.firstAt;
  if (ended.attempt >= SCHEDULE.length && isAlone) return { type: "given-up" };
  return { type: "retry", due: now + spread(SCHEDULE[ended.attempt] ?? LAST, random) };
}

function spread(time: number, random: number): number {
  return Math.round(time * (1 - SPREAD + 2 * SPREAD * random));
}

/** How many requests may be under way to an endpoint of which so many may be at best. */
export function inFlightOf({ failures, paused }: Health, best: number): number {
  if (paused !== null) return 0;
  return failures >= BACK_OFF_AFTER ? Math.min(1, best) : best;
}
