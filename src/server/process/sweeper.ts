import "server-only";
import { ALWAYS_HELD, type Duty } from "../store/duty.ts";
import type { Store } from "../store/store.ts";

/** How often (ms) it looks for what time has made due. */
const SWEEP_EVERY = 1_000;

/**
 * For so long (ms) after the server could not be told anything, leases from before are left alone:
 * sources that renew them each minute, as Prometheus does, are to be heard first.
 */
const HEARING = 120_000;

/** Between two looks so far apart (ms) the process was not running, or the clock was set. */
const ASLEEP = 30_000;

export interface SweeperOptions {
  readonly duty?: Duty;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of a sweep that ended in a fault of the program. */
  readonly onFault: (error: unknown) => void;
  readonly every?: number;
}

/**
 * Lets time pass in the store: leases that run out end, and what waits to be recorded is. What it
 * answers ends that, and resolves when the last sweep is over.
 */
export function startSweeper(
  store: Pick<Store, "sweep">,
  { duty = ALWAYS_HELD, now, onFault, every = SWEEP_EVERY }: SweeperOptions,
): () => Promise<void> {
  let heardSince = now();
  let looked = heardSince;
  let sweeping: Promise<void> | null = null;

  async function sweep(): Promise<void> {
    const time = now();
    const isNew = !duty.isHeld() || Math.abs(time - looked) > ASLEEP;
    if (isNew) heardSince = time;
    looked = time;
    if (!duty.isHeld()) return;
    const since = time - heardSince < HEARING ? heardSince : 0;
    const done = await store.sweep({ now: iso(time), since: iso(since) });
    // What cannot be written now could not be told by a source either.
    if (!done.ok) heardSince = now();
  }

  const timer = setInterval(() => {
    sweeping ??= sweep()
      .catch(onFault)
      .finally(() => (sweeping = null));
  }, every);
  timer.unref();

  return async () => {
    clearInterval(timer);
    await sweeping;
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
