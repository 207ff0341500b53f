import { type Accessor, createSignal, onCleanup, onMount } from "solid-js";

/** Relative times are renewed this often (ms). */
const TICK = 10_000;

export interface Clock {
  /** The server's time (ms). */
  readonly now: Accessor<number>;
  /** The reader's time zone; UTC until the page is alive, as the server rendered it. */
  readonly zone: Accessor<string>;
}

/**
 * The server's clock, carried on by the reader's: what the reader's own clock says may be wrong.
 * It begins with the time at which the server rendered, so that both render the same.
 */
export function createClock(openedAt: string): Clock {
  const [now, setNow] = createSignal(Date.parse(openedAt));
  const [zone, setZone] = createSignal("UTC");
  onMount(() => {
    const ahead = Date.parse(openedAt) - Date.now();
    // In a task of its own: what is written in the zone takes as long to find as half the page.
    const waking = setTimeout(() => setZone(Intl.DateTimeFormat().resolvedOptions().timeZone));
    const ticking = setInterval(() => setNow(Date.now() + ahead), TICK);
    onCleanup(() => {
      clearTimeout(waking);
      clearInterval(ticking);
    });
  });
  return { now, zone };
}
