import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { idsOf } from "../support/screen.ts";

// A browser reports requests that fail, whoever handles them.
test.use({
  expectedErrors: [/WebSocket connection|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED/u],
});

test("offline, what is loaded stays usable, and the page says what it cannot do", async ({
  app,
  page,
  context,
}) => {
  await app.open(someAlerts(300));
  // What shows an alert is loaded when the page is idle.
  const loading = page.waitForResponse("**/opened-*.js");
  const feed = await Feed.open(page);
  await (await loading).finished();
  await feed.scrollDown(5);
  await context.setOffline(true);
  await expect(feed.connection).toHaveAttribute("data-connection", "offline");

  const eye = await feed.eye();
  await page.keyboard.press("j");
  await expect(feed.row(eye.id)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(feed.detail.getByRole("heading", { level: 2 })).toContainText(`Alert ${eye.id}`);
  await expect(feed.detail.getByRole("alert")).toContainText("does not answer");
  await page.keyboard.press("Escape");
  await feed.expectClosed();

  const loaded = await idsOf(page);
  const last = feed.row(loaded.at(-1) ?? 0);
  await expect(async () => {
    await feed.wheel(1500);
    await expect(last).toBeInViewport({ timeout: 1 });
  }).toPass({ intervals: [0] });
  await expect(feed.scroller.getByRole("button", { name: "Try again" })).toBeInViewport();
  expect(await idsOf(page)).toEqual(loaded);

  const [id = 0] = await app.open([{ title: "Meanwhile" }]);
  await context.setOffline(false);
  await feed.expectLive();
  await expect(feed.pill).toHaveAttribute("data-new-count", "1");
  await expect.poll(async () => (await idsOf(page)).length).toBeGreaterThan(loaded.length);
  await feed.pill.click();
  await feed.expectNewest(id);
});

test("who does not want to wait connects at once", async ({ app, page }) => {
  const [id = 0] = await app.open(someAlerts(3));
  await page.clock.install();
  const feed = await Feed.open(page);
  const tryNow = page.getByRole("button", { name: "Try now" });
  await expect(tryNow).toHaveCount(0);
  await app.stop();
  await expect(tryNow).toBeVisible();
  await page.clock.runFor(60_000);
  await expect(feed.connection).toHaveAttribute("data-connection", "offline");
  // From here on, the page would wait for ever.
  await page.clock.pauseAt(Date.now() + 3_600_000);
  await app.start();
  await app.act(id, "acknowledge");
  await tryNow.click();
  await feed.expectLive();
  await expect(feed.row(id)).toHaveAttribute("data-status", "acknowledged");
  await expect(tryNow).toHaveCount(0);
});
