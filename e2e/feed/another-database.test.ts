import { remove } from "../convergence/backup.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

test.use({ expectedErrors: [/WebSocket connection|Failed to load resource/u] });

test("of another database nothing stays selected, and all is counted anew", async ({
  app,
  page,
}) => {
  const bar = page.locator("[data-selected-count]");
  const timeline = page.locator("[data-timeline]");
  const [id = 0] = await app.open([
    { title: "Of the first", severity: "critical" },
    { title: "Of the first, too", severity: "info" },
    { title: "Of the first at last", severity: "info" },
  ]);
  const feed = await Feed.open(page);
  await expect(timeline).toHaveAttribute("aria-valuetext", /: 3 alerts, 1 critical$/u);
  await expect(page.locator("button.tell"), "what counts the unseen is there").toBeVisible();
  await feed.row(id).focus();
  await page.keyboard.press("x");
  await expect(bar).toHaveAttribute("data-selected-count", "1");

  await app.stop();
  remove(app.database);
  await app.start();
  // The same number is another alert's now, which nobody has selected.
  expect(await app.open([{ title: "Of the second", severity: "warning" }])).toEqual([id]);
  await expect(feed.row(id)).toContainText("Of the second");
  await feed.expectLive();
  await expect(bar).toHaveCount(0);
  await expect(timeline).toHaveAttribute("aria-valuetext", /: 1 alert$/u);

  // It arrives, though there has been a higher number.
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await app.open([{ title: "Of the second, too", severity: "critical" }]);
  await expect(page).toHaveTitle("(1) Tocsin");
  await expect(page.locator("p.unseen")).toContainText("1 critical");
});
