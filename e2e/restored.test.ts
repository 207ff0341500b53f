import { someAlerts } from "./app.ts";
import { Feed } from "./feed.ts";
import { expect, test } from "./fixtures.ts";

test("a reload stays at an alert below which the first page has too few", async ({ app, page }) => {
  await app.open(someAlerts(300));
  const feed = await Feed.open(page);
  await feed.scrollDown(42);
  await feed.letGo();
  await feed.rest();
  const [before] = await feed.visible();
  expect(await app.page().then(({ alerts }) => alerts.map(({ id }) => id))).toContain(before?.id);
  await page.reload();
  await feed.expectLive();
  await expect.poll(async () => (await feed.visible())[0]).toEqual(before);
});
