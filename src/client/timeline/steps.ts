import { roomOf, type Scale } from "./scale.ts";

const SECOND = 1000;
export const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How long (ms) a bar may last. Each is some of the one before it, so that none reaches over the end of a longer one. */
export const STEPS: readonly number[] = [
  10 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  3 * HOUR,
  DAY,
  7 * DAY,
  28 * DAY,
  364 * DAY,
];
/** No bar is lower than this (px), nor are there more of them than the server counts at once. */
const LOWEST = 2.5;
const MOST = 500;

/** Weeks begin on a Monday, of which this is one (ms). */
const MONDAY = 4 * DAY;

/** The latest whole step that is not after a time; `offset` (ms) is how far the reader's zone is ahead of UTC. */
export function floorTo(time: number, step: number, offset: number): number {
  const origin = MONDAY - offset;
  return Math.floor((time - origin) / step) * step + origin;
}

/** How long a bar lasts there (ms): the older, the longer. */
export function stepAt(scale: Scale, time: number): number {
  const least = lowest(scale);
  return STEPS.find((step) => roomOf(scale, step, time) >= least) ?? STEPS.at(-1) ?? DAY;
}

/** How low (px) a bar may be. */
export function lowest({ height }: Scale): number {
  return Math.max(LOWEST, height / MOST);
}
