import type { Page } from "@playwright/test";
import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { idsOf } from "../support/screen.ts";

test.use({ expectedErrors: [/ERR_FAILED|ERR_CONNECTION/u] });

test("where a page does not load, that is said in place, and a retry loads it", async ({
  app,
  page,
}) => {
  await app.open(someAlerts(150));
  let attempts = 0;
  await markClicked(page);
  // The page tries again by itself, too, and could have the page before the button is clicked.
  await page.route(/\/api\/alerts\?.*before=/u, (route) => {
    attempts++;
    return "clicked" in route.request().headers() ? route.continue() : route.abort();
  });
  const feed = await Feed.open(page);
  const retry = feed.scroller.getByRole("button", { name: /retry|try again/iu });
  await expect(async () => {
    await feed.wheel(1000);
    await expect(retry).toBeInViewport({ timeout: 100 });
  }).toPass({ intervals: [0] });
  expect(await feed.rows.count(), "what was there stays").toBe(50);
  expect(attempts).toBeGreaterThan(0);

  await expect(async () => {
    // While the page tries by itself there is no button.
    await retry.click({ timeout: 1000 });
    await expect.poll(() => feed.rows.count(), { timeout: 1000 }).toBeGreaterThan(50);
  }).toPass();
  const shown = await idsOf(page);
  expect(shown).toEqual((await app.allIds()).slice(0, shown.length));
});

test("a load that fails is tried again by itself, ever more slowly", async ({ app, page }) => {
  await app.open(someAlerts(150));
  const attempts: number[] = [];
  await page.route(/\/api\/alerts\?.*before=/u, (route) => {
    attempts.push(Date.now());
    return attempts.length < 3 ? route.abort() : route.continue();
  });
  const feed = await Feed.open(page);
  await feed.wheel(3000);
  await expect.poll(() => feed.rows.count()).toBeGreaterThan(50);
  expect(attempts.length).toBeGreaterThanOrEqual(3);
});

/** Marks the requests that are made by a click, and no others, with a header. */
function markClicked(page: Page) {
  return page.addInitScript(() => {
    let isClick = false;
    const click = () => {
      isClick = true;
      setTimeout(() => {
        isClick = false;
      });
    };
    document.addEventListener("click", click, { capture: true });
    const { fetch } = window;
    window.fetch = (input, init) =>
      fetch(input, isClick ? { ...init, headers: { clicked: "" } } : init);
  });
}
