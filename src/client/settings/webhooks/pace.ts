/** How long (ms) it waits until it looks again; after failures in a row, longer and longer. */
const WAITS = [2_000, 4_000, 8_000, 15_000, 30_000] as const;

/** The wait (ms) after so many failures in a row. */
export function waitAfter(failures: number): number {
  return WAITS[Math.min(failures, WAITS.length - 1)] ?? WAITS[0];
}
