import { setImmediate } from "node:timers/promises";

/** Buckets after which others have their turn: some milliseconds of work. */
const SLICE = 50;

/** Does some work for each, in slices between which others have their turn. */
export async function inSlices<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let done = 0;
  for (const item of items) {
    work(item);
    done += 1;
    if (done % SLICE === 0) await setImmediate();
  }
}
