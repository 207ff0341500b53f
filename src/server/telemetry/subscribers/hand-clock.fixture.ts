import type { Clock } from "../../outbound/clock.ts";

/** A clock that goes when it is moved, and calls in the order of their times. */
export function handClock(start = Date.parse("2026-11-26T12:00:00.000Z")) {
  let now = start;
  let calls: { readonly time: number; readonly call: () => void }[] = [];

  const clock: Clock = {
    now: () => now,
    at(time, call) {
      const one = { time, call };
      calls = [...calls, one].sort((a, b) => a.time - b.time);
      return () => void (calls = calls.filter((other) => other !== one));
    },
  };

  /** Moves it on (ms); after each call what follows from it at once is done as well. */
  async function pass(ms: number): Promise<void> {
    const until = now + ms;
    for (let next = calls[0]; next !== undefined && next.time <= until; next = calls[0]) {
      calls = calls.slice(1);
      now = Math.max(now, next.time);
      next.call();
      await settled();
    }
    now = until;
    await settled();
  }

  return { clock, pass };
}

/** When all that waits for nothing but promises is done. */
export async function settled(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}
