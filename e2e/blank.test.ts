import { setTimeout } from "node:timers/promises";
import { someAlerts } from "./app.ts";
import { Feed } from "./feed.ts";
import { expect, test } from "./fixtures.ts";
import { note } from "./measured.ts";
import { blanksAmong, Screencast } from "./screencast.ts";

// Oracle: the pixels of the frames that the compositor has presented.

test.use({ viewport: { width: 640, height: 700 } });

/** How far at which speed, in px and px/s. */
const GLIDES = [
  { speed: 800, distance: 2400 },
  { speed: 3000, distance: 6000 },
  { speed: 8000, distance: 24_000 },
  { speed: 20_000, distance: 40_000 },
];
/** Beyond this speed it is measured what becomes of the rows, and nothing is promised. */
const FASTEST = 8000;
/** Of so many px, one row must have passed at least: a list that hardly moves shows no blanks. */
const PX_A_ROW = 200;

for (const { speed, distance } of GLIDES) {
  test(`at ${speed} px/s rows are always there, with pages that take 50 ms`, async ({
    app,
    page,
  }) => {
    const ids = await app.open(someAlerts(1500));
    await page.route(/\/api\/alerts\?/u, async (route) => {
      await setTimeout(50);
      // The page may have lost interest.
      await route.continue().catch(() => null);
    });
    const feed = await Feed.open(page, `/?at=${await app.receivedAt(ids[900] ?? 0)}`);
    await feed.rest();
    for (const direction of [1, -1]) {
      const before = await feed.eye();
      const screencast = await Screencast.start(page);
      await feed.glide(direction * distance, speed);
      const bands = await screencast.stop(await titles(feed));
      const passed = Math.abs((await feed.eye()).id - before.id);
      const way = direction > 0 ? "down" : "up";
      note(`frames ${way}`, bands.length);
      note(`blank ${way}`, blanksAmong(bands));
      note(`rows passed ${way}`, passed);
      if (speed > FASTEST) continue;
      expect(bands.length).toBeGreaterThan(5);
      expect(blanksAmong(bands), way).toBe(0);
      expect(passed, way).toBeGreaterThan(distance / PX_A_ROW);
    }
  });
}

/** The part of the scroller in which every row has its mark and its title. */
async function titles(feed: Feed) {
  const box = await feed.scroller.boundingBox();
  if (!box) throw new Error("the feed is not on screen");
  return { x: Math.round(box.x), y: Math.round(box.y), width: 240, height: Math.floor(box.height) };
}
