import { expect } from "@playwright/test";
import type { Placed } from "./screen.ts";

const MOST_STEPS = 4000;

/** A feed that can be walked through, in whatever browser. */
export interface Walkable {
  /** All rows in the DOM. */
  readonly rows: () => Promise<Placed[]>;
  /** The height of the list on screen (px). */
  readonly height: () => Promise<number>;
  /** Turns the wheel by so many px, and lets the page draw what follows. */
  readonly wheel: (distance: number) => Promise<void>;
}

export interface Step {
  /** Every row in the DOM. */
  readonly ids: readonly number[];
  /** Those on screen. */
  readonly seen: readonly number[];
}

/**
 * Walks in strides of so many screens, negative ones up, until it is there. No row may be misplaced on the way, nor
 * may there be more than 200.
 */
export async function walk(
  feed: Walkable,
  stride: number,
  isThere: (step: Step) => boolean,
): Promise<Step[]> {
  const steps: Step[] = [];
  const height = await feed.height();
  while (steps.length < MOST_STEPS) {
    const rows = await feed.rows();
    const onScreen = rows.filter(({ top, bottom }) => bottom > 0 && top < height);
    const step = { ids: rows.map(({ id }) => id), seen: onScreen.map(({ id }) => id) };
    steps.push(step);
    expect(misplaced(rows)).toEqual([]);
    expect(rows.length).toBeLessThanOrEqual(200);
    if (isThere(step)) return steps;
    await feed.wheel(stride * height);
  }
  throw new Error(`not there after ${MOST_STEPS} steps, but at ${steps.at(-1)?.seen[0]}`);
}

/** Rows that do not stand right below the one before: overlap, or a hole larger than a heading. */
function misplaced(rows: readonly Placed[]): Placed[] {
  return rows.filter(({ top }, index) => {
    const gap = top - (rows[index - 1]?.bottom ?? top);
    return gap < -0.5 || gap > 80;
  });
}

/** The ids of the rows at each step must follow each other as they do in all of the feed. */
export function expectStretches(steps: readonly Step[], all: readonly number[]): void {
  for (const { ids } of steps) {
    const first = all.indexOf(ids[0] ?? 0);
    expect(ids).toEqual(all.slice(first, first + ids.length));
  }
}

/** Each id once, newest first. */
export function newestFirst(ids: readonly number[]): number[] {
  return [...new Set(ids)].toSorted((a, b) => b - a);
}
