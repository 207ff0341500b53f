import type { Aggregate } from "../../protocol/monitors.ts";
import { LARGEST_VALUE } from "../monitor/detector.ts";

/** What is kept of the numbers of one bucket, whatever is to be made of them. */
export interface Numbers {
  readonly count: number;
  readonly sum: number;
  readonly least: number;
  readonly most: number;
  /** The one of the latest time; of several of that time, the one that came last. */
  readonly last: number;
  readonly lastAt: number;
}

export function numbersOf(value: number, time: number): Numbers {
  return { count: 1, sum: value, least: value, most: value, last: value, lastAt: time };
}

/** Those that came first, and those that came later; in the order of their times they need not be. */
export function together(first: Numbers, later: Numbers): Numbers {
  const isLater = later.lastAt >= first.lastAt;
  return {
    count: first.count + later.count,
    sum: first.sum + later.sum,
    least: Math.min(first.least, later.least),
    most: Math.max(first.most, later.most),
    last: isLater ? later.last : first.last,
    lastAt: isLater ? later.lastAt : first.lastAt,
  };
}

/** The value of a bucket, as near to 0 as a monitor can learn. */
export function valueOf(aggregate: Aggregate, numbers: Numbers): number {
  return Math.max(-LARGEST_VALUE, Math.min(LARGEST_VALUE, aggregated(aggregate, numbers)));
}

function aggregated(aggregate: Aggregate, { count, sum, least, most, last }: Numbers): number {
  switch (aggregate) {
    case "sum":
      return sum;
    case "mean":
      return sum / count;
    case "max":
      return most;
    case "min":
      return least;
    case "last":
      return last;
    default:
      return aggregate satisfies never;
  }
}
