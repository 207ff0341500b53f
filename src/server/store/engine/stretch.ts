import type { Alert } from "../../../domain/alert.ts";
import { MOST_TEXT, type Steps } from "./steps.ts";

export type Direction = "older" | "newer";

/** Asks for the alerts of a filter beyond `id` in one direction: at most `limit`, and as many as fit into the bounds. */
export interface Walk {
  readonly direction: Direction;
  readonly id: number;
  readonly limit: number;
  /** Characters of text, of which one alert may have more; else {@link MOST_TEXT}. */
  readonly text?: number;
  /** After so long (ms) it stops where it is, soon; else it goes to the end. */
  readonly time?: number;
}

/** Walks some ways through the alerts of a filter, whether what they pass is there at once or later. */
export type Walking<T> = Generator<Walk, T, Steps>;

/** Takes the walks by a function that answers at once. */
export function walkAll<T>(walking: Walking<T>, go: (walk: Walk) => Steps): T {
  let step = walking.next();
  while (step.done !== true) step = walking.next(go(step.value));
  return step.value;
}

/** The same, by one that answers later. */
export async function walkAllLater<T>(
  walking: Walking<T>,
  go: (walk: Walk) => Promise<Steps>,
): Promise<T> {
  let step = walking.next();
  while (step.done !== true) step = walking.next(await go(step.value));
  return step.value;
}

/**
 * Alerts that follow each other in the feed, newest first. `older` and `newer` are the ids beyond
 * which more lie on that side, null where nothing does.
 */
export interface Stretch {
  readonly alerts: Alert[];
  readonly older: number | null;
  readonly newer: number | null;
  /**
   * The id down to which was looked, where there was no time to look further: it is `older`, and no
   * alert of the page need be near it. Else null.
   */
  readonly searchedTo: number | null;
}

/** So long (ms) a page may take to look back; then it tells what it has. */
const SEARCH = 500;
/** So long it may take to learn whether anything lies on the other side. Else there may be. */
const GLANCE = 100;

export function* headStretch(limit: number): Walking<Stretch> {
  return { ...(yield* downFrom(Number.MAX_SAFE_INTEGER, limit)), newer: null };
}

/**
 * `isThere` says whether the alert `id` is one of the filter's, as it mostly is where the page before ended with
 * it: then that lies beyond, and nobody need look, which takes a search as long as the page itself.
 */
export function* stretchBefore(id: number, limit: number, isThere: boolean): Walking<Stretch> {
  const down = yield* downFrom(id, limit);
  const newest = down.alerts[0]?.id ?? Math.max(id - 1, 0);
  const hasNewer = isThere || (yield* isAny("newer", newest));
  return { ...down, newer: hasNewer ? newest : null };
}

/** `isThere` as in {@link stretchBefore}. */
export function* stretchAfter(id: number, limit: number, isThere: boolean): Walking<Stretch> {
  const newer = yield { direction: "newer", id, limit };
  const alerts = newer.alerts.toReversed();
  const oldest = alerts.at(-1)?.id ?? id + 1;
  const hasOlder = isThere || (yield* isAny("older", oldest));
  return {
    alerts,
    older: hasOlder ? oldest : null,
    newer: newer.hasMore ? (alerts[0]?.id ?? null) : null,
    searchedTo: null,
  };
}

/** Half of the page on either side of the alert, more where the other side has less. */
export function* stretchAround(id: number, limit: number): Walking<Stretch> {
  const text = MOST_TEXT / 2;
  const newer = yield { direction: "newer", id, limit, text };
  const older = yield { direction: "older", id: id + 1, limit, text, time: SEARCH };
  const half = Math.floor(limit / 2);
  const above = Math.min(newer.alerts.length, Math.max(half, limit - older.alerts.length));
  const below = Math.min(older.alerts.length, limit - above);
  const alerts = [...newer.alerts.slice(0, above).reverse(), ...older.alerts.slice(0, below)];
  const isMore = older.hasMore || older.alerts.length > below;
  const last = isMore ? (alerts.at(-1)?.id ?? null) : null;
  return {
    alerts,
    older: last ?? older.stoppedAt,
    newer: newer.hasMore || newer.alerts.length > above ? (alerts[0]?.id ?? null) : null,
    searchedTo: last === null ? older.stoppedAt : null,
  };
}

function* downFrom(id: number, limit: number): Walking<Omit<Stretch, "newer">> {
  const walked = yield { direction: "older", id, limit, time: SEARCH };
  const { alerts, hasMore, stoppedAt } = walked;
  const last = hasMore ? (alerts.at(-1)?.id ?? null) : null;
  return { alerts, older: last ?? stoppedAt, searchedTo: stoppedAt };
}

/** Whether anything lies on that side, as far as a glance tells. */
function* isAny(direction: Direction, id: number): Walking<boolean> {
  const { alerts, stoppedAt } = yield { direction, id, limit: 1, time: GLANCE };
  return alerts.length > 0 || stoppedAt !== null;
}
