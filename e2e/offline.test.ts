import { someAlerts } from "./app.ts";
import { Feed } from "./feed.ts";
import { expect, test } from "./fixtures.ts";
import { idsOf } from "./screen.ts";

// A browser reports requests that fail, whoever handles them.
test.use({ expectedErrors: [/WebSocket connection|ERR_INTERNET_DISCONNECTED/u] });

test("offline, what is loaded stays usable, and the page says what it cannot do", async ({
  app,
  page,
  context,
}) => {
  test.setTimeout(90_000);
  await app.open(someAlerts(300));
  const feed = await Feed.open(page);
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
  }).toPass({ intervals: [0], timeout: 20_000 });
  await expect(feed.scroller.getByRole("button", { name: "Try again" })).toBeInViewport();
  expect(await idsOf(page)).toEqual(loaded);

  const [id = 0] = await app.open([{ title: "Meanwhile" }]);
  await context.setOffline(false);
  await feed.expectLive();
  await expect(feed.pill).toHaveAttribute("data-new-count", "1");
  await expect
    .poll(async () => (await idsOf(page)).length, { timeout: 40_000 })
    .toBeGreaterThan(loaded.length);
  await feed.pill.click();
  await feed.expectNewest(id);
});
