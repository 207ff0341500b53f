import type { Page } from "@playwright/test";
import { Feed } from "../../e2e/support/feed.ts";

/** Longest (ms) that a list may take to where it is scrolled to, or jumps to. */
const PATIENCE = 900_000;
const JUMP_PATIENCE = 10_000;
/** How far (px) the wheel is turned before anyone looks where that has led. */
const GLIDE = 20_000;

/** Opens a list and waits until it is live and its rows stand still. */
export async function openList(page: Page, path: string): Promise<Feed> {
  const feed = await Feed.open(page, path);
  await feed.rows.first().waitFor();
  await feed.letGo();
  await feed.rest();
  return feed;
}

/** Turns the wheel steadily, at so many px a second, until the row is on screen. */
export async function glideTo(feed: Feed, id: number, speed: number): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!(await feed.page.evaluate(isOnScreen, id))) {
    if (performance.now() > end) throw new Error(`row ${id} was not reached`);
    await feed.glide(Math.sign(speed) * GLIDE, Math.abs(speed));
  }
}

/** Runs in the page. */
function isOnScreen(id: number): boolean {
  const scroller = document.querySelector("[data-feed-scroller]")?.getBoundingClientRect();
  const row = document.querySelector(`[data-alert-id="${id}"]`)?.getBoundingClientRect();
  return Boolean(scroller && row && row.bottom > scroller.top && row.top < scroller.bottom);
}

/** Presses a key and gives the time (ms) until the row that it leads to has been painted. */
export function jumpTo(page: Page, key: "Home" | "End", id: number): Promise<number> {
  const jump = { key, id, patience: JUMP_PATIENCE };
  return page.evaluate(async ({ key, id, patience }) => {
    const begun = performance.now();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    for (;;) {
      await new Promise(requestAnimationFrame);
      await new Promise((resolve) => setTimeout(resolve));
      const passed = performance.now() - begun;
      const { top = 0, bottom = 0 } =
        document.querySelector("[data-feed-scroller]")?.getBoundingClientRect() ?? {};
      const row = document.querySelector(`[data-alert-id="${id}"]`)?.getBoundingClientRect();
      if (row && row.bottom > top && row.top < bottom) return passed;
      if (passed > patience) throw new Error(`${key} did not lead to row ${id}`);
    }
  }, jump);
}
