import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, READ_ONLY, test } from "../support/fixtures.ts";

test("a row keeps its node when its alert changes", async ({ app, page }) => {
  const [id = 0, other = 0] = await app.open([
    { title: "Disk is full", fingerprint: "f" },
    { title: "Other" },
  ]);
  const feed = await Feed.open(page);
  await feed.mark(id);
  await feed.mark(other);
  await app.act(id, "acknowledge");
  await expect(feed.row(id)).toHaveAttribute("data-status", "acknowledged");
  await app.post([{ title: "Disk is fuller", fingerprint: "f", severity: "critical" }]);
  await expect(feed.row(id)).toContainText("Disk is fuller");
  await expect(feed.row(id)).toHaveAttribute("data-severity", "critical");
  await app.act(id, "resolve");
  await expect(feed.row(id)).toHaveAttribute("data-status", "resolved");
  expect([await feed.isMarked(id), await feed.isMarked(other)]).toEqual([true, true]);
});

test("rows keep their nodes when others arrive or go", async ({ app, page }) => {
  const ids = await app.open(someAlerts(20));
  const feed = await Feed.open(page);
  for (const id of ids) await feed.mark(id);
  const [news = 0] = await app.open([{ title: "News" }]);
  await feed.expectNewest(news);
  const [gone = 0, ...left] = ids.toReversed();
  await app.fetch(`/api/alerts/${gone}`, { method: "DELETE" });
  await expect(feed.row(gone)).toHaveCount(0);
  for (const id of left) expect(await feed.isMarked(id), `row ${id}`).toBe(true);
});

test.describe("among alerts to which nothing happens", () => {
  test.use(READ_ONLY);

  test("rows keep their nodes while the window slides over them", async ({ page }) => {
    const feed = await Feed.open(page);
    await feed.scrollDown(60);
    const kept = (await feed.visible()).map(({ id }) => id);
    for (const id of kept) await feed.mark(id);
    const first = await feed.rows.first().getAttribute("data-alert-id");
    for (let step = 0; step < 6; step++) await feed.wheel(500);
    await expect(feed.rows.last()).not.toHaveAttribute("data-alert-id", first ?? "");
    for (let step = 0; step < 6; step++) await feed.wheel(-500);
    for (const id of kept) expect(await feed.isMarked(id), `row ${id}`).toBe(true);
  });

  test("the server's rows become the page's rows: hydration makes none anew", async ({
    held,
    page,
  }) => {
    await page.addInitScript(() => {
      addEventListener("DOMContentLoaded", () => {
        for (const row of document.querySelectorAll("[data-alert-id]")) {
          Object.assign(row, { marked: true });
        }
      });
    });
    const feed = await Feed.open(page);
    for (const id of held.slice(-50)) expect(await feed.isMarked(id), `row ${id}`).toBe(true);
  });
});
