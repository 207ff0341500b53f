import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { idsOf } from "../support/screen.ts";

// A browser reports requests that fail, whoever handles them.
test.use({ expectedErrors: [/WebSocket connection|ERR_CONNECTION|ERR_INTERNET_DISCONNECTED/u] });

test("says that it is not live while the server is away, and catches up after", async ({
  app,
  page,
}) => {
  const ids = await app.open(someAlerts(30));
  const feed = await Feed.open(page);
  await app.stop();
  await expect(feed.connection).toHaveAttribute("data-connection", /^(connecting|offline)$/u);

  await app.start();
  const news = await app.open(someAlerts(3, { source: "meanwhile" }));
  await app.act(ids[29] ?? 0, "acknowledge");
  await app.fetch(`/api/alerts/${ids[28]}`, { method: "DELETE" });
  await feed.expectLive();
  await feed.expectNewest(news.at(-1) ?? 0);
  await expect(feed.row(ids[29] ?? 0)).toHaveAttribute("data-status", "acknowledged");
  await expect(feed.row(ids[28] ?? 0)).toHaveCount(0);
  expect(await idsOf(page)).toEqual(await app.allIds());
});

test("after a crash, too, and away from the head as well", async ({ app, page }) => {
  await app.open(someAlerts(150));
  const feed = await Feed.open(page);
  await feed.scrollDown(20);
  await app.kill();
  await expect(feed.connection).toHaveAttribute("data-connection", /^(connecting|offline)$/u);
  await app.start();
  await app.open(someAlerts(4));
  await feed.expectLive();
  await expect(feed.pill).toHaveAttribute("data-new-count", "4");
});

test("says that it is offline where the browser is, and comes back at once", async ({
  app,
  page,
  context,
}) => {
  await app.open(someAlerts(3));
  const feed = await Feed.open(page);
  await context.setOffline(true);
  await expect(feed.connection).toHaveAttribute("data-connection", "offline");
  const [id = 0] = await app.open([{ title: "Meanwhile" }]);
  await context.setOffline(false);
  await feed.expectLive();
  await feed.expectNewest(id);
});
