import type { Direction } from "../../engine/stretch.ts";
import { PARTITION } from "../models/search-texts.ts";

/** Ids from one to another, both included. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** Ids in the first window, and in the largest. */
const SMALLEST = 2_000;
const LARGEST = 1_000_000;
/** How long (ms) a statement is to take that looks through a window: others wait for the processor. */
const AIM = 20;
/** A window grows to so many times the one before at most. */
const GROWTH = 4;

/**
 * Goes through ids from one end to the other in windows, each as large as the time lets expect that the one before took:
 * whoever looks through them is back after each. Windows that are searched for words keep to a partition.
 */
export function createWindows(
  { first, last }: Range,
  direction: Direction,
  isOfWords: boolean,
  now: () => number = () => performance.now(),
) {
  let size = SMALLEST;
  let left: Range = { first, last };
  let begun: number | null = null;

  /** The next window; null where all have been gone through. */
  function next(): Range | null {
    if (begun !== null) {
      const took = Math.max(now() - begun, 1);
      size = Math.min(Math.max(size * Math.min(AIM / took, GROWTH), SMALLEST), LARGEST);
    }
    if (left.first > left.last) return null;
    const window = direction === "older" ? below(left.last) : above(left.first);
    left =
      direction === "older"
        ? { ...left, last: window.first - 1 }
        : { ...left, first: window.last + 1 };
    begun = now();
    return window;
  }

  function below(last: number): Range {
    const edge = isOfWords ? Math.floor(last / PARTITION) * PARTITION : 0;
    return { first: Math.max(last - Math.floor(size) + 1, edge, left.first), last };
  }

  function above(first: number): Range {
    const edge = isOfWords ? (Math.floor(first / PARTITION) + 1) * PARTITION - 1 : Infinity;
    return { first, last: Math.min(first + Math.floor(size) - 1, edge, left.last) };
  }

  return { next };
}
