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
  /** Whether it is to tell if the alert `id` is itself one of the filter's. */
  readonly tellsOfStart?: boolean;
}

/** What a walk came to. */
export interface Walked<Item = Alert> extends Steps<Item> {
  /** Whether the alert that it set out from is one of the filter's; false where that was not asked for. */
  readonly hasStart: boolean;
}

/** What is walked through: alerts, as objects or as they are sent. */
interface Numbered {
  readonly id: number;
}

/** Walks some ways through the alerts of a filter, whether what they pass is there at once or later. */
export type Walking<T, Item = Alert> = Generator<Walk, T, Walked<Item>>;

/** Takes the walks by a function that answers at once. */
export function walkAll<T, Item>(walking: Walking<T, Item>, go: (walk: Walk) => Walked<Item>): T {
  let step = walking.next();
  while (step.done !== true) step = walking.next(go(step.value));
  return step.value;
}

/** The same, by one that answers later. */
export async function walkAllLater<T, Item>(
  walking: Walking<T, Item>,
  go: (walk: Walk) => Promise<Walked<Item>>,
): Promise<T> {
  let step = walking.next();
  while (step.done !== true) step = walking.next(await go(step.value));
  return step.value;
}

/**
 * Alerts that follow each other in the feed, newest first. `older` and `newer` are the ids beyond
 * which more lie on that side, null where nothing does.
 */
export interface Stretch<Item = Alert> {
  readonly alerts: Item[];
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

export function* headStretch<Item extends Numbered = Alert>(
  limit: number,
): Walking<Stretch<Item>, Item> {
  return { ...stretchOf(yield downFrom(Number.MAX_SAFE_INTEGER, limit)), newer: null };
}

/**
 * The alert `id` mostly is one of the filter's, since the page before ended with it: then that lies beyond, and nobody
 * need look, which takes a search as long as the page itself.
 */
export function* stretchBefore<Item extends Numbered = Alert>(
  id: number,
  limit: number,
): Walking<Stretch<Item>, Item> {
  const walked = yield { ...downFrom(id, limit), tellsOfStart: true };
  const down = stretchOf(walked);
  const newest = down.alerts[0]?.id ?? Math.max(id - 1, 0);
  const hasNewer = walked.hasStart || (yield* isAny("newer", newest));
  return { ...down, newer: hasNewer ? newest : null };
}

/** As {@link stretchBefore} on the other side. */
export function* stretchAfter<Item extends Numbered = Alert>(
  id: number,
  limit: number,
): Walking<Stretch<Item>, Item> {
  const newer = yield { direction: "newer", id, limit, tellsOfStart: true };
  const alerts = newer.alerts.toReversed();
  const oldest = alerts.at(-1)?.id ?? id + 1;
  const hasOlder = newer.hasStart || (yield* isAny("older", oldest));
  return {
    alerts,
    older: hasOlder ? oldest : null,
    newer: newer.hasMore ? (alerts[0]?.id ?? null) : null,
    searchedTo: null,
  };
}

/** Half of the page on either side of the alert, more where the other side has less. */
export function* stretchAround<Item extends Numbered = Alert>(
  id: number,
  limit: number,
): Walking<Stretch<Item>, Item> {
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

function downFrom(id: number, limit: number): Walk {
  return { direction: "older", id, limit, time: SEARCH };
}

function stretchOf<Item extends Numbered>({
  alerts,
  hasMore,
  stoppedAt,
}: Steps<Item>): Omit<Stretch<Item>, "newer"> {
  const last = hasMore ? (alerts.at(-1)?.id ?? null) : null;
  return { alerts, older: last ?? stoppedAt, searchedTo: stoppedAt };
}

/** Whether anything lies on that side, as far as a glance tells. */
function* isAny<Item>(direction: Direction, id: number): Walking<boolean, Item> {
  const { alerts, stoppedAt } = yield { direction, id, limit: 1, time: GLANCE };
  return alerts.length > 0 || stoppedAt !== null;
}
