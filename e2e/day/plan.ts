import { isThorough } from "../support/measured.ts";

/** Eight hours are played in twenty minutes: what a minute brings takes 24 elsewhere. */
export const TIMES_AS_FAST = 24;

const MINUTES = isThorough ? Number(process.env["DAY_MINUTES"] ?? 20) : 0.5;

/** What befalls the server, and when. Parts are of the length of the day. */
export const PLAN = {
  /** How long (ms) it lasts. */
  length: MINUTES * 60_000,
  /** Pages that are open, and monitors that watch. */
  crowd: isThorough ? 60 : 12,
  monitors: isThorough ? 100 : 10,
  /** The parts after which the server is killed: none in the second half, which shows how it is if left alone. */
  kills: isThorough ? [0.06, 0.13, 0.21, 0.3, 0.4] : [0.2, 0.4],
  /** How long (ms) alerts are kept that are resolved. */
  kept: MINUTES * 60_000 * 0.12,
  /** Time (ms) from one look at the server to the next. */
  look: isThorough ? 5_000 : 1_000,
  /** Time (ms) that all may take to come to rest: to end what never does, not to measure. */
  settle: isThorough ? 300_000 : 100_000,
} as const;
