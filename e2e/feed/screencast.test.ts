import { expect, type Page, test } from "@playwright/test";
import { frames } from "../support/feed.ts";
import { blanksAmong, Screencast } from "../support/screencast.ts";

// The oracle of the tests that say that no frame is blank: it must see one that is.

test.use({ viewport: { width: 400, height: 300 } });

const AREA = { x: 0, y: 0, width: 400, height: 300 };

test("rows that scroll by are not blank", async ({ page }) => {
  await showRows(page);
  const screencast = await Screencast.start(page);
  await page.evaluate(async () => {
    for (let step = 0; step < 20; step++) {
      await new Promise(requestAnimationFrame);
      scrollBy(0, 7);
    }
  });
  const bands = await screencast.stop(AREA);
  expect(bands.length).toBeGreaterThan(3);
  expect(blanksAmong(bands)).toBe(0);
});

for (const [what, height] of [
  ["all of the screen", "100%"],
  ["a quarter of it", "25%"],
] as const) {
  test(`rows that are missing from ${what} for a moment are seen`, async ({ page }) => {
    await showRows(page);
    const screencast = await Screencast.start(page);
    await cover(page, height);
    expect(blanksAmong(await screencast.stop(AREA))).toBeGreaterThan(0);
  });
}

async function showRows(page: Page): Promise<void> {
  const rows = Array.from({ length: 60 }, (_, index) => `<p>row ${index}</p>`);
  await page.setContent(`<div id="cover" style="position:fixed;inset:0;height:0;background:white">
    </div>${rows.join("")}`);
}

/** Puts an empty sheet over the rows, until a frame has surely been presented. */
async function cover(page: Page, height: string): Promise<void> {
  await page.locator("#cover").evaluate((sheet, value) => {
    sheet.style.height = value;
  }, height);
  await frames(page, 3);
  await page.locator("#cover").evaluate((sheet) => {
    sheet.style.height = "0";
  });
  await frames(page, 3);
}
