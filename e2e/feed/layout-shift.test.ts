import type { Page } from "@playwright/test";
import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { note } from "../support/measured.ts";
import { slowDown } from "../support/slow-line.ts";

// Oracle: the layout shifts that the browser itself reports.

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
    page,
  }) => {
    await page.setViewportSize(viewport);
    if (isSlow) await slowDown(page);
    const ids = await app.open(someAlerts(300));
    const time = (await app.page("limit=1")).alerts[0]?.receivedAt ?? "";
    await recordShifts(page);
    for (const path of ["/", `/alerts/${ids[150]}`, `/?at=${encodeURIComponent(time)}`]) {
      const feed = await Feed.open(page, path);
      await feed.rest();
      const shifts = await page.evaluate(() => window.shifts ?? [Infinity]);
      const sum = shifts.reduce((total, shift) => total + shift, 0);
      expect(note(`layout shift of ${path}`, sum)).toBe(0);
    }
  });
}

test("rows that shift are reported", async ({ app, page }) => {
  await app.open(someAlerts(30));
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
