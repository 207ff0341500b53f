import { type App, someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { idsOf, largestShift, startSampling, stopSampling } from "../support/screen.ts";

// A browser reports requests that fail, whoever handles them.
test.use({ expectedErrors: [/WebSocket connection|ERR_INTERNET_DISCONNECTED/u] });

const ARRIVALS = 7_000;
const WORDS = "7,000 alerts arrived while this page was not connected";

/** More happens than the server tells a connection that comes back: it has to read anew. */
async function goTooFar(app: App): Promise<number> {
  const storm = someAlerts(ARRIVALS).map((alert, n) => ({ ...alert, fingerprint: `storm-${n}` }));
  const ids = await app.open(storm);
  await app.post(storm.map((alert) => ({ ...alert, severity: "critical", title: "Worse" })));
  await app.post(storm.map((alert) => ({ ...alert, severity: "info", title: "Better" })));
  return ids.at(-1) ?? 0;
}

test("who was away for too long stays at the same row, and is told what was missed and where", async ({
  app,
  page,
  context,
}) => {
  const known = (await app.open(someAlerts(150))).at(-1) ?? 0;
  const feed = await Feed.open(page);
  await feed.scrollDown(30);
  await feed.letGo();
  await feed.rest();

  await startSampling(page);
  await context.setOffline(true);
  await expect(feed.connection).toHaveAttribute("data-connection", "offline");
  const eye = await feed.eye();
  await goTooFar(app);
  await app.act(eye.id, "acknowledge");
  await context.setOffline(false);
  await feed.expectLive();
  await expect(feed.pill).toHaveAttribute("data-new-count", String(ARRIVALS));
  await expect(feed.row(eye.id)).toHaveAttribute("data-status", "acknowledged");
  expect(largestShift(await stopSampling(page))).toBeLessThanOrEqual(0.5);

  await app.open(someAlerts(2));
  await expect(feed.pill).toHaveAttribute("data-new-count", String(ARRIVALS + 2));

  const all = await app.allIds();
  await expect(async () => {
    await feed.wheel(-400);
    expect((await idsOf(page))[0]).toBeGreaterThan(known);
  }).toPass({ intervals: [0] });
  await expect(feed.row(known)).toContainText(WORDS);
  await expect(feed.pill).toHaveCount(0);
  const shown = await idsOf(page);
  const first = all.indexOf(shown[0] ?? 0);
  expect(shown).toEqual(all.slice(first, first + shown.length));
});

test("at the head, with no hand on the list, the newest come in, and what was missed is said", async ({
  app,
  page,
  context,
}) => {
  await app.open(someAlerts(100));
  const feed = await Feed.open(page);
  await context.setOffline(true);
  await expect(feed.connection).toHaveAttribute("data-connection", "offline");
  const newest = await goTooFar(app);
  await context.setOffline(false);
  await feed.expectLive();
  await feed.expectNewest(newest);
  await expect(feed.row(newest)).toBeInViewport();
  await expect(feed.pill).toHaveCount(0);
  await expect(page.locator("[aria-live=polite]").filter({ hasText: WORDS })).toHaveCount(1);
});
