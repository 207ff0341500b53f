import { setTimeout } from "node:timers/promises";
import type { Page } from "@playwright/test";
import type { Feed } from "../../e2e/support/feed.ts";
import { frames } from "../../e2e/support/feed.ts";
import { movementOf, shiftOf } from "../../e2e/support/movement.ts";
import { startSampling, stopSampling } from "../../e2e/support/screen.ts";
import { blanksAmong, Screencast } from "../../e2e/support/screencast.ts";
import type { Sample } from "../bench.ts";
import { quantile } from "../report/figure.ts";
import { type Count, countingOf, strainOf, watchStrain } from "./main-thread.ts";
import { post, postSteadily } from "../load/posting.ts";
import { glideTo, jumpTo, openList } from "./reader.ts";

/** A list to put to work: where its page is, where alerts are posted, and the ends of the feed. */
export interface Trial {
  readonly page: Page;
  readonly path: string;
  readonly tocsin: string;
  readonly newest: number;
  readonly oldest: number;
}

/** Speeds in px/s: as fast as a hand can well turn, and as fast as one can throw a page. */
export const FAST = 8000;
export const THROWN = 20_000;
/** In px: more than the rows that Tocsin holds. */
const FILLING = 20_000;
const TURN = 240;
const MB = 2 ** 20;

/** From the newest row to the oldest and back. */
export async function scrollAll({ page, path, newest, oldest }: Trial): Promise<Sample> {
  const feed = await openList(page, path);
  // Every list holds as many rows as it is going to, but for those that let none go.
  for (const direction of [1, -1]) await feed.glide(direction * FILLING, THROWN);
  await feed.rest();
  const count = await countingOf(page);
  const before = await count();
  await watchStrain(page);
  await glideTo(feed, oldest, THROWN);
  await glideTo(feed, newest, -THROWN);
  const strain = await strainOf(page);
  await page.evaluate(() => performance.clearResourceTimings());
  const after = await count();
  return {
    ...mainThread(before, after, 2 * (newest - oldest + 1)),
    "longest task, ms": Math.max(strain.task, 50),
    "longest frame, ms": strain.frame,
    "most rows": strain.rows,
    "most elements": strain.elements,
    "heap afterwards, MB": after.heap / MB,
    "heap grown by, MB": (after.heap - before.heap) / MB,
  };
}

/** Down and up at so many px/s, as far as is told. */
export async function scrollSome(
  { page, path }: Trial,
  distance: number,
  speed: number,
): Promise<Sample> {
  const feed = await openList(page, path);
  for (const direction of [1, -1]) await feed.glide(direction * FILLING, THROWN);
  await feed.rest();
  const count = await countingOf(page);
  const before = await count();
  let passed = 0;
  for (const direction of [1, -1]) {
    const from = await feed.eye();
    for (let left = distance; left > 0; left -= FILLING)
      await feed.glide(direction * Math.min(left, FILLING), speed);
    passed += Math.abs((await feed.eye()).id - from.id);
  }
  const after = await count();
  return { "rows passed": passed, ...mainThread(before, after, passed) };
}

function mainThread(before: Count, after: Count, rows: number): Sample {
  const each = (figure: "task" | "script" | "layout") =>
    (1000 * (after[figure] - before[figure])) / rows;
  return {
    "main thread, ms per 1,000 rows": each("task"),
    "of it script, ms": each("script"),
    "of it style and layout, ms": each("layout"),
  };
}

/** Down and up at so many px/s, while someone looks at every frame. */
export async function lookForBlanks(
  { page, path }: Trial,
  distance: number,
  speed: number,
): Promise<Sample> {
  const feed = await openList(page, path);
  const area = await titlesOf(feed);
  const bands: number[] = [];
  // A list that stops where its rows end shows no blanks, but passes fewer of them.
  let passed = 0;
  for (const direction of [1, -1]) {
    const before = await feed.eye();
    const screencast = await Screencast.start(page);
    await feed.glide(direction * distance, speed);
    bands.push(...(await screencast.stop(area)));
    passed += Math.abs((await feed.eye()).id - before.id);
  }
  return {
    "rows passed": passed,
    "frames seen": bands.length,
    "blank, % of frames": (100 * blanksAmong(bands)) / bands.length,
    "highest blank, px": Math.max(...bands),
  };
}

/** The part of the scroller in which every row has its mark and its title. */
async function titlesOf(feed: Feed) {
  const box = await feed.scroller.boundingBox();
  if (!box) throw new Error("the list is not on screen");
  return { x: Math.round(box.x), y: Math.round(box.y), width: 240, height: Math.floor(box.height) };
}

/** Some way down, the hand off the list, while 50 alerts a second arrive above. */
export async function read({ page, path, tocsin }: Trial, seconds: number): Promise<Sample> {
  const feed = await openList(page, path);
  for (let turn = 0; turn < 10; turn++) await feed.wheel(400);
  await feed.letGo();
  await feed.rest();
  const eye = await feed.eye();
  await startSampling(page);
  await postSteadily(tocsin, 50, seconds);
  await setTimeout(500);
  return { "drift of the row at the eye, px": shiftOf(eye.id, await stopSampling(page)) };
}

/** Up from the oldest row by the wheel, while pages come in above. */
export async function walkUp({ page, path, oldest }: Trial, distance: number): Promise<Sample> {
  const feed = await openList(page, path);
  await jumpTo(page, "End", oldest);
  await feed.pointAt();
  await feed.rest();
  await startSampling(page);
  await frames(page, 1);
  for (let turned = 0; turned < distance; turned += TURN) {
    await page.mouse.wheel(0, -TURN);
    await frames(page, 1);
  }
  await frames(page, 5);
  const { total, reversal, shear } = movementOf(await stopSampling(page));
  return {
    "moved more or less than the wheel, px": Math.abs(total - distance),
    "most against the wheel, px": reversal,
    "most between two rows, px": shear,
  };
}

/** To the oldest row and back to the newest, several times. */
export async function jump({ page, path, newest, oldest }: Trial, times: number): Promise<Sample> {
  const feed = await openList(page, path);
  const took: number[] = [];
  for (let time = 0; time < times; time++) {
    took.push(await jumpTo(page, "End", oldest));
    await feed.rest();
    took.push(await jumpTo(page, "Home", newest));
    await feed.rest();
  }
  took.sort((a, b) => a - b);
  return { "p50, ms": quantile(took, 0.5), "longest, ms": quantile(took, 1) };
}

/** 500 alerts in one second, while the reader is at the newest. */
export async function burst({ page, path, tocsin }: Trial): Promise<Sample> {
  await openList(page, path);
  const count = await countingOf(page);
  const before = await count();
  await watchStrain(page);
  const posts = Array.from({ length: 10 }, async (_, index) => {
    await setTimeout(100 * index);
    return post(tocsin, 50);
  });
  const ids = (await Promise.all(posts)).flat();
  await page.locator(`[data-alert-id="${Math.max(...ids)}"]`).waitFor();
  await frames(page, 5);
  const strain = await strainOf(page);
  const after = await count();
  return {
    "longest frame, ms": strain.frame,
    "longest task, ms": Math.max(strain.task, 50),
    "main thread, ms": after.task - before.task,
    "most rows": strain.rows,
  };
}
