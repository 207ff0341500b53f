import { someAlerts } from "../support/app.ts";
import { Feed, frames } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { startLoad } from "../support/load.ts";
import { isThorough } from "../support/measured.ts";
import { mostRows, rowsOf, watchRows } from "../support/screen.ts";
import { expectStretches, newestFirst, type Step, walk } from "../support/walk.ts";

test.use({ viewport: { width: 1280, height: 1600 } });

/** Strides in screens: with less than half, a row is seen though two turns of the wheel fall together. */
const WALKS = [
  { rows: isThorough ? 1000 : 300, stride: 0.45, where: "on screen" },
  { rows: isThorough ? 20_000 : 1000, stride: 2, where: "on the page" },
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

    await feed.pointAt();
    const list = {
      rows: () => rowsOf(page),
      height: () => feed.scroller.evaluate((scroller) => scroller.clientHeight),
      wheel: async (distance: number) => {
        await page.mouse.wheel(0, distance);
        await frames(page, 2);
      },
    };
    const down = await walk(list, stride, ({ seen }) => seen.at(-1) === 1);
    await load.stop();
    // More than are let in at once, so that the way up leads through all of them.
    const newest = (await app.open(someAlerts(300))).at(-1) ?? 0;
    const up = await walk(list, -stride, ({ seen }) => seen[0] === newest);

    const all = await app.allIds();
    expectStretches([...down, ...up], all);
    const passed = (steps: readonly Step[]) =>
      newestFirst(steps.flatMap(({ ids, seen }) => (where === "on screen" ? seen : ids)));
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
      }).toPass({ intervals: [0] });
    }
    expect(await mostRows(page)).toBeLessThanOrEqual(200);
  });
}
