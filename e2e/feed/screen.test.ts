import { expect, type Page, test } from "@playwright/test";
import { largestShift, startSampling, stopSampling } from "../support/screen.ts";

// The oracle of the tests that say that nothing moves: it must see what moves.

async function feed(page: Page): Promise<void> {
  const rows = Array.from({ length: 40 }, (_, id) => `<p data-alert-id="${id}">row ${id}</p>`);
  await page.setContent(
    `<div data-feed-scroller style="height:300px;overflow:auto;overflow-anchor:none">
       <div id="above"></div>${rows.join("")}
     </div>`,
  );
}

/** Waits for frames of the page, in which it may be sampled. */
function frames(page: Page, count: number): Promise<void> {
  return page.evaluate(async (left) => {
    while (left-- > 0) await new Promise(requestAnimationFrame);
  }, count);
}

test("a feed at rest does not shift", async ({ page }) => {
  await feed(page);
  await startSampling(page);
  await frames(page, 10);
  const samples = await stopSampling(page);
  expect(samples.length).toBeGreaterThanOrEqual(10);
  expect(Object.keys(samples[0] ?? {}).length).toBeGreaterThan(3);
  expect(largestShift(samples)).toBe(0);
});

test("a jump of 2 px that lasts for one frame is seen", async ({ page }) => {
  await feed(page);
  await startSampling(page);
  await frames(page, 3);
  await page.evaluate(async () => {
    const above = document.querySelector<HTMLElement>("#above");
    await new Promise(requestAnimationFrame);
    if (above) above.style.height = "2px";
    await new Promise(requestAnimationFrame);
    if (above) above.style.height = "0";
  });
  await frames(page, 3);
  expect(largestShift(await stopSampling(page))).toBeCloseTo(2, 1);
});

test("a drift in steps smaller than a pixel adds up", async ({ page }) => {
  await feed(page);
  await startSampling(page);
  await page.evaluate(async () => {
    const above = document.querySelector<HTMLElement>("#above");
    for (let step = 1; step <= 10; step++) {
      await new Promise(requestAnimationFrame);
      if (above) above.style.height = `${step * 0.2}px`;
    }
  });
  await frames(page, 3);
  expect(largestShift(await stopSampling(page))).toBeCloseTo(2, 1);
});

test("rows out of sight may move", async ({ page }) => {
  await feed(page);
  await startSampling(page);
  await page.evaluate(() => {
    document
      .querySelector<HTMLElement>('[data-alert-id="30"]')
      ?.style.setProperty("height", "99px");
  });
  await frames(page, 3);
  expect(largestShift(await stopSampling(page))).toBe(0);
});
