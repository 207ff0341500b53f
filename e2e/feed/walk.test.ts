import { setTimeout } from "node:timers/promises";
import { type App, someAlerts } from "../support/app.ts";
import { Feed, frames } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { isThorough } from "../support/measured.ts";
import { mostRows, type Placed, rowsOf, watchRows } from "../support/screen.ts";

const MOST_STEPS = 4000;

test.use({ viewport: { width: 1280, height: 1600 } });

/** Strides in screens: with less than half, a row is seen though two turns of the wheel fall together. */
const WALKS = [
  { rows: isThorough ? 1000 : 600, stride: 0.45, where: "on screen" },
  { rows: isThorough ? 20_000 : 3000, stride: 2, where: "on the page" },
] as const;

for (const { rows, stride, where } of WALKS) {
  test(`down ${rows} rows and back up under live load, every row is ${where}, once and in its place`, async ({
    app,
    page,
  }) => {
    test.setTimeout(600_000);
    await app.open(someAlerts(rows));
    const feed = await Feed.open(page);
    const load = startLoad(app);

    const down = await walk(feed, stride, ({ seen }) => seen.at(-1) === 1);
    await load.stop();
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

// An end of the window is near there long before a page on its side is wanted. The reader comes on
// slowly, and nothing else happens that would make the feed look again.
for (const height of [3840, 9000]) {
  test(`on a screen of ${height} px the feed goes on to both its ends`, async ({ app, page }) => {
    await page.setViewportSize({ width: 1280, height });
    // As low as rows can be, so that the most of them are on screen.
    const ids = await app.open(Array.from({ length: 400 }, () => ({ title: "Low" })));
    const feed = await Feed.open(page);
    await feed.rest();
    await watchRows(page);
    for (const [direction, end] of [
      [1, ids[0]],
      [-1, ids.at(-1)],
    ] as const) {
      for (let turn = 0; turn < 25; turn++) await feed.wheel(direction * 50);
      await expect(async () => {
        await feed.glide(direction * 5000, 8000);
        await expect(feed.row(end ?? 0)).toBeInViewport({ timeout: 1 });
      }).toPass({ intervals: [0], timeout: 20_000 });
    }
    expect(await mostRows(page)).toBeLessThanOrEqual(200);
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
