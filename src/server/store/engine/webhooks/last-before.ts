/** An event, and when it was recorded (ms since 1970). */
export interface Recorded {
  readonly seq: number;
  readonly at: number;
}

/**
 * Finds the last event up to which all were recorded before the time. Times never decrease along the log, but have no
 * index: the place is found by halving. Asks for the first event from a number on.
 */
export function* lastBefore(
  time: number,
  last: number,
): Generator<number, number, Recorded | undefined> {
  let [low, high] = [0, last];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const found = yield middle;
    if (found !== undefined && found.at < time) low = Math.max(middle, found.seq);
    else high = middle - 1;
  }
  return Math.min(low, last);
}
