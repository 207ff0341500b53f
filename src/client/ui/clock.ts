import type { Accessor } from "solid-js";
import { requiredContext } from "./required-context.ts";

/** The time, as everything on the page tells it. */
export interface Clock {
  /** The server's time (ms). */
  readonly now: Accessor<number>;
  /** The reader's time zone; UTC until the page is interactive, as the server rendered it. */
  readonly zone: Accessor<string>;
}

export const [ClockProvider, useClock] = requiredContext<Clock>("clock");
