import { setTimeout } from "node:timers/promises";
import { type App, someAlerts } from "./app.ts";
import { Feed, frames } from "./feed.ts";
import { expect, test } from "./fixtures.ts";
import { isThorough } from "./measured.ts";
import { type Placed, rowsOf } from "./screen.ts";

const MOST_STEPS = 4000;

/** Strides in screens: with less than half, a row is seen though two turns of the wheel fall together. */
const WALKS = [
  { rows: isThorough ? 1000 : 600, stride: 0.45, where: "on screen", height: 1600, load: "live" },
  { rows: isThorough ? 20_000 : 3000, stride: 2, where: "on the page", height: 1600, load: "live" },
  // Screens so high that an end of the window is near long before rows beyond it are wanted. What
  // happens elsewhere makes the feed look again, so nothing does.
  { rows: 600, stride: 0.2, where: "on screen", height: 3840, load: "no" },
  { rows: 600, stride: 0.2, where: "on screen", height: 4320, load: "no" },
  { rows: 600, stride: 0.1, where: "on screen", height: 9000, load: "no" },
] as const;

for (const { rows, stride, where, height, load } of WALKS) {
  test(`${height} px high, down ${rows} rows and back up under ${load} load, every row is ${where}, once and in its place`, async ({
    app,
    page,
  }) => {
    test.setTimeout(600_000);
    await page.setViewportSize({ width: 1280, height });
    await app.open(someAlerts(rows));
    const feed = await Feed.open(page);
    const others = load === "live" ? startLoad(app) : null;

    const down = await walk(feed, stride, ({ seen }) => seen.at(-1) === 1);
    await others?.stop();
    // More than are let in at once, so that the way up leads through all of them.
    const newest = (await app.open(someAlerts(300))).at(-1) ?? 0;
    const up = await walk(feed, -stride, ({ seen }) => seen[0] === newest);

    const all = await app.allIds();
    for (const { ids } of [...down, ...up]) expectStretch(ids, all);
    const passed = (steps: readonly Step[]) =>
      sorted(steps.flatMap(({ ids, seen }) => (where === "on screen" ? seen : ids)));
    expect(passed(up), `every row was ${where} on the way up`).toEqual(all);
    const started = all.slice(all.indexOf(rows));
    expect(passed(down).slice(-rows), `every row was ${where} on the way down`).toEqual(started);
  });
}

interface Step {
  /** Every row in the DOM. */
  readonly ids: readonly number[];
  /** Those on screen. */
  readonly seen: readonly number[];
}

async function walk(feed: Feed, stride: number, isThere: (step: Step) => boolean): Promise<Step[]> {
  const steps: Step[] = [];
  const height = await feed.scroller.evaluate((scroller) => scroller.clientHeight);
  await feed.pointAt();
  while (steps.length < MOST_STEPS) {
    const rows = await rowsOf(feed.page);
    const onScreen = rows.filter(({ top, bottom }) => bottom > 0 && top < height);
    const step = { ids: rows.map(({ id }) => id), seen: onScreen.map(({ id }) => id) };
    steps.push(step);
    expect(misplaced(rows)).toEqual([]);
    expect(rows.length).toBeLessThanOrEqual(200);
    if (isThere(step)) return steps;
    await feed.page.mouse.wheel(0, stride * height);
    await frames(feed.page, 2);
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

function expectStretch(ids: readonly number[], all: readonly number[]): void {
  const first = all.indexOf(ids[0] ?? 0);
  expect(ids).toEqual(all.slice(first, first + ids.length));
}

/** Each id once, newest first. */
function sorted(ids: readonly number[]): number[] {
  return [...new Set(ids)].toSorted((a, b) => b - a);
}

/** Opens and changes alerts for as long as it runs, some forty a second. */
function startLoad(app: App): { stop: () => Promise<void> } {
  const ending = new AbortController();
  const done = (async () => {
    for (let round = 0; !ending.signal.aborted; round++) {
      await app.post(someAlerts(3, { source: "load" }));
      await app.act(((round * 37) % 500) + 1, "acknowledge").catch(() => null);
      await setTimeout(100);
    }
  })();
  return {
    stop: () => {
      ending.abort();
      return done;
    },
  };
}
