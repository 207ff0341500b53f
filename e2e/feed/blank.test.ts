import type { BrowserContext, Page } from "@playwright/test";
import { Feed } from "../support/feed.ts";
import { expect, READ_ONLY, test } from "../support/fixtures.ts";
import { isThorough, note } from "../support/measured.ts";
import { paceByFrames, turnWheel } from "../support/pace.ts";
import { type Area, blanksAmong, Screencast } from "../support/screencast.ts";

// Oracle: the pixels of the frames that the compositor has presented. Beside it, on the same machine
// at the same pace, a list that has all of its rows: what is blank there the machine failed to draw.

const VIEWPORT = { width: 640, height: 700 };
test.use({ ...READ_ONLY, viewport: VIEWPORT });

/** How far at which speed, in px and px/s. Beyond 8,000 px/s nothing is promised: see the bench. */
const TURNS = [
  { speed: 800, distance: isThorough ? 2400 : 1200 },
  { speed: 3000, distance: isThorough ? 6000 : 4000 },
  { speed: 8000, distance: isThorough ? 24_000 : 8000 },
];
/** Of so many px, one row must have passed at least: a list that hardly moves shows no blanks. */
const PX_A_ROW = 200;

for (const { speed, distance } of TURNS) {
  test(`at ${speed} px/s rows are always there, with pages that take 50 ms`, async ({
    app,
    held,
    page,
    context,
  }) => {
    const control = await bandsOfControl(context, distance, speed);
    const allowed = note("blank in the control", blanksAmong(control));

    await paceByFrames(page);
    const feed = await Feed.open(page, `/?at=${await app.receivedAt(held[900] ?? 0)}`);
    await feed.rest();
    const area = await titles(feed);
    await feed.pointAt();
    for (const direction of [1, -1]) {
      const before = await feed.eye();
      const bands = await bandsAmid(page, area, direction * distance, speed);
      const passed = Math.abs((await feed.eye()).id - before.id);
      const way = direction > 0 ? "down" : "up";
      note(`rows passed ${way}`, passed);
      expect(note(`frames ${way}`, bands.length)).toBeGreaterThan(5);
      expect(note(`blank ${way}`, blanksAmong(bands)), way).toBeLessThanOrEqual(allowed);
      expect(passed, way).toBeGreaterThan(distance / PX_A_ROW);
    }
  });
}

/** The tallest band without ink in each frame that was presented while the wheel was turned. */
async function bandsAmid(
  page: Page,
  area: Area,
  distance: number,
  speed: number,
): Promise<number[]> {
  const screencast = await Screencast.start(page);
  await turnWheel(page, distance, speed);
  return screencast.stop(area);
}

/** The same for a list whose rows are all there from the start, so that none can be missing. */
async function bandsOfControl(
  context: BrowserContext,
  distance: number,
  speed: number,
): Promise<number[]> {
  const page = await context.newPage();
  await paceByFrames(page);
  await page.goto("about:blank");
  const rows = Array.from({ length: 1500 }, (_, index) => `<p>row ${index}</p>`);
  await page.setContent(`<style>p { margin: 0; line-height: 40px }</style>${rows.join("")}`);
  await page.mouse.move(VIEWPORT.width / 2, VIEWPORT.height / 2);
  const bands = await bandsAmid(page, { x: 0, y: 0, width: 240, height: 700 }, distance, speed);
  expect(await page.evaluate(() => scrollY), "the control has moved").toBeGreaterThan(
    distance * 0.9,
  );
  await page.close();
  return bands;
}

/** The part of the scroller in which every row has its mark and its title. */
async function titles(feed: Feed): Promise<Area> {
  const box = await feed.scroller.boundingBox();
  if (!box) throw new Error("the feed is not on screen");
  return { x: Math.round(box.x), y: Math.round(box.y), width: 240, height: Math.floor(box.height) };
}
