import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { idsOf } from "../support/screen.ts";

test.use({ javaScriptEnabled: false });

test("without JavaScript the rows can be read and older pages reached", async ({ app, page }) => {
  await app.open(someAlerts(120));
  const all = await app.allIds();
  const feed = new Feed(page);
  await page.goto("/");
  expect(await idsOf(page)).toEqual(all.slice(0, 50));
  await expect(feed.row(all[0] ?? 0)).toContainText("Alert 120");
  await expect(feed.row(all[0] ?? 0)).toBeInViewport();

  await page.getByRole("link", { name: /older/iu }).click();
  expect(await idsOf(page)).toEqual(all.slice(50, 100));
  await page.getByRole("link", { name: /older/iu }).click();
  expect(await idsOf(page)).toEqual(all.slice(100));
  await expect(page.getByRole("link", { name: /older/iu })).toHaveCount(0);
  await page.getByRole("link", { name: /newer/iu }).click();
  expect(await idsOf(page)).toEqual(all.slice(50, 100));
});

test("without JavaScript a filter and a permalink work", async ({ app, page }) => {
  const ids = await app.open(someAlerts(100));
  await page.goto("/?severity=critical");
  expect(await idsOf(page)).toEqual(await app.allIds("severity=critical"));
  await page.goto(`/alerts/${ids[49]}`);
  expect(await idsOf(page)).toContain(ids[49]);
  await expect(page.getByRole("complementary")).toContainText("Alert 50");
});
