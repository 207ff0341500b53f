/** How long (ms) it waits until it looks again; after failures in a row, longer and longer. */
const WAITS = [2_000, 4_000, 8_000, 15_000, 30_000] as const;

/** Of what has not changed it waits no longer than this many failures would make it wait. */
const CALM = 3;

/** The wait (ms) after so many failures in a row. */
export function waitAfter(failures: number): number {
  return WAITS[Math.min(failures, WAITS.length - 1)] ?? WAITS[0];
}

/** The wait (ms) for what rarely changes: it is longer, too, after each look that brought nothing new. */
export function calmWaitAfter(failures: number, unchanged: number): number {
  return waitAfter(Math.max(failures, Math.min(unchanged, CALM)));
}
