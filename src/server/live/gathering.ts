import "server-only";
import { GATHER } from "./limits.ts";

/** Milliseconds, of which neither kind ever becomes less. */
export interface Clocks {
  /** That have passed. */
  readonly now: () => number;
  /** Of processor time that this thread has used. */
  readonly used: () => number;
}

/** How long others are served after everyone was told, in times of what that costs. */
const SERVED = 2;

/** When everyone was told (ms), and the processor time (ms) that it cost. */
export interface Telling {
  readonly begun: number;
  readonly ended: number;
  readonly used: number;
}

/**
 * Up to when (ms) changes gather after everyone was told; what changes later goes out at once. The cost is
 * processor time: while other programs keep the processor, waiting longer would serve nobody here.
 */
export function gatherUntil({ begun, ended, used }: Telling): number {
  return Math.max(begun + GATHER, ended + SERVED * used);
}
