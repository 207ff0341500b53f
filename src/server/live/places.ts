import "server-only";
import type { Subscription } from "./group.ts";
import { TURN_TIME } from "./limits.ts";

/** Rows read and frames sent in one turn of the event loop, about. */
const TURN = 500;

/**
 * Those who catch up, by the place where they are and their filter. Those at the same place are
 * served together, and only so many in one turn of the event loop, so that a crowd does not hold up
 * the rest. `serve` says how many rows it has read, and never rejects.
 */
export function createPlaces(
  serve: (together: readonly Subscription[]) => Promise<number>,
  now: () => number,
) {
  const places = new Map<string, Subscription[]>();
  let turn: NodeJS.Immediate | undefined;
  /** While one is served, those who come wait for the end of the turn. */
  let isServing = false;

  function add(one: Subscription): void {
    const key = `${one.behind} ${one.group.key}`;
    const place = places.get(key);
    if (place === undefined) places.set(key, [one]);
    else place.push(one);
    if (!isServing) turn ??= setImmediate(() => void take());
  }

  async function take(): Promise<void> {
    turn = undefined;
    isServing = true;
    const begun = now();
    let work = 0;
    for (const [key, place] of places) {
      const together = place.splice(0, TURN - work);
      if (place.length === 0) places.delete(key);
      work += together.length + (await serve(together));
      if (work >= TURN || now() - begun > TURN_TIME) break;
    }
    isServing = false;
    if (places.size > 0) turn ??= setImmediate(() => void take());
  }

  function clear(): void {
    places.clear();
    clearImmediate(turn);
    turn = undefined;
  }

  return { add, clear };
}
