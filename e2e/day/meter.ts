import { medianOf } from "./curves.ts";

/** How long (ms) each of something took since that was last asked. */
export class Meter {
  #times: number[] = [];

  add(time: number): void {
    this.#times.push(time);
  }

  /** Does it, and adds how long it took if there was something in the end. */
  async time<T>(work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    const done = await work();
    if (done !== null) this.add(performance.now() - begun);
    return done;
  }

  /** The median since it was last asked for; null where there was none. */
  take(): number | null {
    const median = medianOf(this.#times);
    this.#times = [];
    return median;
  }
}
