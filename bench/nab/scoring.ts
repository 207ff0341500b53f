/** A stretch of rows that holds an anomaly: the first and the last of them. */
export type Window = readonly [first: number, last: number];

/** A series as NAB's scoring sees it. Windows are in order and do not meet. */
export interface Labelled {
  readonly rows: number;
  readonly windows: readonly Window[];
}

/** What a detection is worth, or costs: the standard profile. */
const FOUND = 1;
const MISSED = 1;
const FALSE = 0.11;

/** The part of a file in which nothing counts, as detectors learn then, and the rows above which it grows no more. */
const PROBATION = 0.15;
const PROBATION_ROWS = 5_000;
/** So many windows behind the end of one, a false alarm has nothing to do with it any more. */
const FAR = 3;

/**
 * The score of the rows that a detector has reported in one file, by the Numenta Anomaly Benchmark (Lavin and Ahmad,
 * 2015): the first report within a window counts, the more the earlier it is; none costs a miss; each one outside
 * costs, the more the further behind a window it is.
 */
export function scoreOf({ rows, windows }: Labelled, reported: Iterable<number>): number {
  const begin = probationOf(rows);
  const found = new Map<Window, number>(windows.map((window) => [window, -MISSED]));
  let falseAlarms = 0;
  for (const row of reported) {
    if (row < begin) continue;
    const window = windows.find(([first, last]) => first <= row && row <= last);
    if (window === undefined) falseAlarms += FALSE * weightOutside(windows, row);
    else found.set(window, Math.max(found.get(window) ?? 0, FOUND * weightWithin(window, row)));
  }
  return falseAlarms + [...found.values()].reduce((sum, score) => sum + score, 0);
}

/** How many rows at the begin of a file do not count. */
export function probationOf(rows: number): number {
  return Math.floor(PROBATION * Math.min(rows, PROBATION_ROWS));
}

/** 1 on the first row of a window, and nearly 0 on the last. */
function weightWithin([first, last]: Window, row: number): number {
  return falling((row - last - 1) / (last - first + 1)) / falling(-1);
}

/** From nearly 0 right behind a window to -1. */
function weightOutside(windows: readonly Window[], row: number): number {
  const before = windows.findLast(([, last]) => last < row);
  if (before === undefined) return -1;
  const [first, last] = before;
  const behind = (row - last) / (last - first);
  return behind >= FAR ? -1 : falling(behind);
}

/** NAB's scaled sigmoid: about 1 at -1, 0 at 0, about -1 at 1. */
function falling(position: number): number {
  return 2 / (1 + Math.exp(5 * position)) - 1;
}

/** Sums of scores as NAB publishes them: 0 is who reports nothing, 100 who reports the first row of each window. */
export function normalised(score: number, windows: number): number {
  const [nothing, perfect] = [-MISSED * windows, FOUND * windows];
  return (100 * (score - nothing)) / (perfect - nothing);
}
