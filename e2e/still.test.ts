import { someAlerts } from "./app.ts";
import { Feed, frames } from "./feed.ts";
import { expect, test } from "./fixtures.ts";
import { idsOf, largestShift, startSampling, stopSampling } from "./screen.ts";

test("nothing moves under a reader who is away from the head", async ({ app, page }) => {
  await app.open(someAlerts(300));
  const feed = await Feed.open(page);
  await feed.scrollDown(30);
  await feed.letGo();
  await feed.rest();
  const visible = (await feed.visible()).map(({ id }) => id);

  await startSampling(page);
  for (let round = 0; round < 5; round++) await app.open(someAlerts(6));
  await expect(feed.pill).toHaveAttribute("data-new-count", "30");
  for (const id of visible) await app.act(id, "acknowledge");
  for (const id of visible)
    await expect(feed.row(id)).toHaveAttribute("data-status", "acknowledged");
  await frames(page, 20);
  const samples = await stopSampling(page);
  expect(samples.length).toBeGreaterThan(20);
  expect(largestShift(samples)).toBeLessThanOrEqual(0.5);
});

test("rows above the screen may grow, shrink and go, and nothing on it moves", async ({
  app,
  page,
}) => {
  const alerts = someAlerts(120).map((alert, index) => ({ ...alert, fingerprint: `f${index}` }));
  await app.open(alerts);
  const feed = await Feed.open(page);
  await feed.scrollDown(20);
  await feed.letGo();
  await feed.rest();
  const [firstVisible] = await feed.visible();
  const above = (await idsOf(page)).filter((id) => id > (firstVisible?.id ?? 0) + 1);
  const [grown = 0, ...gone] = above.slice(-6);

  await startSampling(page);
  await app.post([{ ...alerts[grown - 1], title: "A much longer title than before ".repeat(20) }]);
  await expect(feed.row(grown)).toContainText("A much longer title");
  for (const id of gone) await app.fetch(`/api/alerts/${id}`, { method: "DELETE" });
  for (const id of gone) await expect(feed.row(id)).toHaveCount(0);
  await app.post([{ ...alerts[grown - 1], title: "Short" }]);
  await expect(feed.row(grown)).toContainText("Short");
  await frames(page, 3);
  expect(largestShift(await stopSampling(page))).toBeLessThanOrEqual(0.5);
});

test("nothing moves at the head either while the hand is on the list", async ({ app, page }) => {
  await app.open(someAlerts(60));
  const feed = await Feed.open(page);
  await feed.pointAt();
  await startSampling(page);
  const newest = (await app.open(someAlerts(4))).at(-1) ?? 0;
  await expect(feed.pill).toHaveAttribute("data-new-count", "4");
  expect(largestShift(await stopSampling(page))).toBeLessThanOrEqual(0.5);

  await feed.pill.click();
  await feed.expectNewest(newest);
});

test("pages that load on either side move nothing", async ({ app, page }) => {
  const ids = await app.open(someAlerts(400));
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/api\/alerts\?.*(before|after)=/u, async (route) => {
    await held;
    await route.continue();
  });
  const feed = await Feed.open(page, `/alerts/${ids[200]}`);
  await feed.rest();
  const before = await feed.rows.count();
  await startSampling(page);
  release();
  await expect.poll(() => feed.rows.count()).toBeGreaterThan(before);
  await frames(page, 10);
  expect(largestShift(await stopSampling(page))).toBeLessThanOrEqual(0.5);
});
