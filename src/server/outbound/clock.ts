/** What tells the time (ms since 1970), and calls at a time, unless that is taken back. */
export interface Clock {
  readonly now: () => number;
  readonly at: (time: number, call: () => void) => () => void;
}

/** Timers of longer than 24 days fire at once: who is called too early asks again. */
const LONGEST = 86_400_000;

export const CLOCK: Clock = {
  now: Date.now,
  at(time, call) {
    const timer = setTimeout(call, Math.min(Math.max(0, time - Date.now()), LONGEST));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
