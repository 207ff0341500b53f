import type { Page } from "@playwright/test";
import { Feed, frames } from "../support/feed.ts";
import { expect, READ_ONLY, test } from "../support/fixtures.ts";
import { note } from "../support/measured.ts";

test.use(READ_ONLY);

const EVICTIONS = 10;

// Oracle: the element that has the focus, at every frame, and the rows that lost it.

test("rows that leave with the focus in them never leave it to the body", async ({ page }) => {
  const feed = await Feed.open(page);
  await page.keyboard.press("j");
  await expect.poll(() => page.evaluate(() => document.activeElement?.role)).toBe("article");
  await watchFocus(page);
  await expect(async () => {
    await feed.glide(6000, 12_000);
    const { left } = await focusSeen(page);
    expect(left).toBeGreaterThanOrEqual(EVICTIONS);
  }).toPass({ intervals: [0] });
  await frames(page, 3);
  const { left, lost } = await focusSeen(page);
  note("rows that left with the focus", left);
  expect(note("frames with the focus on the body", lost)).toBe(0);
});

declare global {
  interface Window {
    focusSeen?: { left: number; lost: number };
  }
}

/** Counts the rows that have left the page while they had the focus, and the frames without it. */
function watchFocus(page: Page): Promise<void> {
  return page.evaluate(() => {
    const seen = { left: 0, lost: 0 };
    window.focusSeen = seen;
    let focused = document.activeElement;
    const look = () => {
      if (document.activeElement === document.body) seen.lost++;
      if (focused?.isConnected === false) seen.left++;
      focused = document.activeElement;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

async function focusSeen(page: Page): Promise<{ left: number; lost: number }> {
  return (await page.evaluate(() => window.focusSeen)) ?? { left: 0, lost: Infinity };
}
