import type { Page } from "@playwright/test";
import { Feed } from "../support/feed.ts";
import { expect, READ_ONLY, test } from "../support/fixtures.ts";
import { note } from "../support/measured.ts";
import { slowDown } from "../support/slow-line.ts";

// Oracle: the layout shifts that the browser itself reports.

test.use(READ_ONLY);

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 780 };

for (const [where, viewport, isSlow] of [
  ["at a desk", DESK, false],
  ["on a phone", PHONE, false],
  ["at a desk with a slow line", DESK, true],
  ["on a phone with a slow line", PHONE, true],
] as const) {
  test(`${where}, nothing shifts from the first paint until the page is live`, async ({
    app,
    held,
    page,
  }) => {
    await page.setViewportSize(viewport);
    if (isSlow) await slowDown(page);
    const time = await app.receivedAt(held.at(-1) ?? 0);
    await recordShifts(page);
    for (const path of ["/", `/alerts/${held[150]}`, `/?at=${time}`]) {
      const feed = await Feed.open(page, path);
      await feed.rest();
      const shifts = await page.evaluate(() => window.shifts ?? [Infinity]);
      const sum = shifts.reduce((total, shift) => total + shift, 0);
      expect(note(`layout shift of ${path}`, sum)).toBe(0);
    }
  });
}

test("rows that shift are reported", async ({ page }) => {
  await recordShifts(page);
  const feed = await Feed.open(page);
  await feed.scroller.evaluate((scroller) => {
    scroller.style.marginTop = "50px";
  });
  await expect.poll(() => page.evaluate(() => window.shifts?.length)).toBeGreaterThan(0);
});

declare global {
  interface Window {
    shifts?: number[];
  }
}

/** Keeps the layout shifts of every page that is loaded from now on. */
function recordShifts(page: Page) {
  return page.addInitScript(() => {
    const shifts: number[] = [];
    window.shifts = shifts;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if ("value" in entry) shifts.push(Number(entry.value));
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}
