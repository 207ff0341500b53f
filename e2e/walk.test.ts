import { setTimeout } from "node:timers/promises";
import { type App, someAlerts } from "./app.ts";
import { Feed, frames } from "./feed.ts";
import { expect, test } from "./fixtures.ts";
import { isThorough } from "./measured.ts";
import { type Placed, rowsOf } from "./screen.ts";

const ROWS = isThorough ? 20_000 : 1000;
const MOST_STEPS = ROWS;

test.use({ viewport: { width: 1280, height: 1600 } });

test(`down ${ROWS} rows and back up under live load, no row is missing, doubled or misplaced`, async ({
  app,
  page,
}) => {
  test.setTimeout(isThorough ? 1_800_000 : 180_000);
  await app.open(someAlerts(ROWS));
  const feed = await Feed.open(page);
  const load = startLoad(app);

  const down = await walk(feed, 1, (seen) => seen.at(-1)?.id === 1);
  await load.stop();
  // More than are let in at once, so that the way up leads through all of them.
  const newest = (await app.open(someAlerts(300))).at(-1) ?? 0;
  const up = await walk(feed, -1, (seen) => seen[0]?.id === newest);

  const all = await app.allIds();
  for (const { ids } of [...down, ...up]) expectStretch(ids, all);
  expect(idsSeen(up), "every row was on screen on the way up").toEqual(all);
  const started = all.slice(all.indexOf(ROWS));
  expect(idsSeen(down).slice(-ROWS), "every row was on screen on the way down").toEqual(started);
});

interface Step {
  /** Every row in the DOM. */
  readonly ids: readonly number[];
  /** Those on screen. */
  readonly seen: readonly Placed[];
}

async function walk(
  feed: Feed,
  direction: 1 | -1,
  isThere: (seen: readonly Placed[]) => boolean,
): Promise<Step[]> {
  const steps: Step[] = [];
  const height = await feed.scroller.evaluate((scroller) => scroller.clientHeight);
  await feed.pointAt();
  while (steps.length < MOST_STEPS) {
    const rows = await rowsOf(feed.page);
    const seen = rows.filter(({ top, bottom }) => bottom > 0 && top < height);
    steps.push({ ids: rows.map(({ id }) => id), seen });
    expect(misplaced(rows)).toEqual([]);
    expect(rows.length).toBeLessThanOrEqual(200);
    if (isThere(seen)) return steps;
    // Less than half a screen: rows are seen even where two turns of the wheel fall together.
    await feed.page.mouse.wheel(0, direction * height * 0.45);
    await frames(feed.page, 2);
  }
  throw new Error(`not there after ${MOST_STEPS} steps, but at ${steps.at(-1)?.seen[0]?.id}`);
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

function idsSeen(steps: readonly Step[]): number[] {
  const ids = new Set(steps.flatMap(({ seen }) => seen.map(({ id }) => id)));
  return [...ids].toSorted((a, b) => b - a);
}

/** Opens and changes alerts for as long as it runs, some forty a second. */
function startLoad(app: App): { stop: () => Promise<void> } {
  const ending = new AbortController();
  const done = (async () => {
    for (let round = 0; !ending.signal.aborted; round++) {
      await app.post(someAlerts(3, { source: "load" }));
      await app.act(((round * 37) % 900) + 1, "acknowledge").catch(() => null);
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
