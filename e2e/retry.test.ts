import { someAlerts } from "./app.ts";
import { Feed } from "./feed.ts";
import { expect, test } from "./fixtures.ts";
import { idsOf } from "./screen.ts";

test.use({ expectedErrors: [/ERR_FAILED|ERR_CONNECTION/u] });

test("where a page does not load, that is said in place, and a retry loads it", async ({
  app,
  page,
}) => {
  await app.open(someAlerts(150));
  let attempts = 0;
  await page.route(/\/api\/alerts\?.*before=/u, (route) => {
    attempts++;
    return route.abort();
  });
  const feed = await Feed.open(page);
  const retry = feed.scroller.getByRole("button", { name: /retry|try again/iu });
  await expect(async () => {
    await feed.wheel(1000);
    await expect(retry).toBeInViewport({ timeout: 100 });
  }).toPass({ intervals: [0], timeout: 20_000 });
  expect(await feed.rows.count(), "what was there stays").toBe(50);
  expect(attempts).toBeGreaterThan(0);

  await page.unroute(/\/api\/alerts\?.*before=/u);
  await retry.click();
  await expect.poll(() => feed.rows.count()).toBeGreaterThan(50);
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
  await expect.poll(() => feed.rows.count(), { timeout: 30_000 }).toBeGreaterThan(50);
  expect(attempts.length).toBeGreaterThanOrEqual(3);
});
