import { at } from "../../protocol/base-path.ts";
import type { Signal } from "./connection.ts";

/** How often the connection looks at the clock (ms). */
const TICK = 500;

/** What the connection has to be told of the place that it is in. */
export interface Surroundings {
  /** Where the live socket is. */
  readonly address: () => URL;
  /** In ms; it goes on while the machine sleeps. */
  readonly now: () => number;
  /** From 0 up to but not including 1. */
  readonly random: () => number;
  /** Tells of passing time and of what is known about the network, until it is aborted. */
  readonly watch: (tell: (signal: Signal) => void, until: AbortSignal) => void;
}

/** A page in a browser, and the server that it came from. */
export const BROWSER: Surroundings = {
  address: () => new URL(at("/api/live"), location.href),
  // oxlint-disable-next-line no-restricted-properties -- it goes on while the machine sleeps
  now: Date.now,
  random: Math.random,
  watch: (tell, signal) => {
    const woken = (): void => tell({ type: "woken" });
    const ticking = setInterval(() => tell({ type: "tick" }), TICK);
    signal.addEventListener("abort", () => clearInterval(ticking));
    addEventListener("online", woken, { signal });
    addEventListener("offline", () => tell({ type: "doubted" }), { signal });
    addEventListener("pageshow", woken, { signal });
    document.addEventListener(
      "visibilitychange",
      () => document.visibilityState === "visible" && woken(),
      { signal },
    );
  },
};
