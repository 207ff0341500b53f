import type { Progress } from "../../../domain/operation.ts";

/** How far some work was when it was looked at. */
export interface Sighting {
  readonly progress: Progress;
  /** In ms of a clock that goes on steadily. */
  readonly at: number;
}

/** How fast some work goes. */
export interface Speed {
  /** Of what is counted, in a second. */
  readonly rate: number;
  /** How long (ms) it is going to take at that rate; null where nobody knows how much there is. */
  readonly left: number | null;
}

/** Sightings that are closer to each other (ms) say nothing. */
const APART = 1_000;

/** The sighting from which the speed is reckoned: the first, unless something else is counted since. */
export function firstOf(first: Sighting | null, latest: Sighting): Sighting {
  const isSame =
    first !== null &&
    first.progress.unit === latest.progress.unit &&
    first.progress.total === latest.progress.total &&
    first.progress.done <= latest.progress.done;
  return isSame ? first : latest;
}

/** Null until it can be told. */
export function speedBetween(first: Sighting, latest: Sighting): Speed | null {
  const { done, total } = latest.progress;
  const taken = latest.at - first.at;
  const gained = done - first.progress.done;
  if (taken < APART || gained <= 0) return null;
  const rate = (gained / taken) * 1_000;
  return { rate, left: total === null ? null : (Math.max(0, total - done) / rate) * 1_000 };
}
