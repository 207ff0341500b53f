import { setTimeout } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { openHeard } from "../support/heard.ts";
import { note } from "../support/measured.ts";
import {
  idsOf,
  mostRows,
  type Sample,
  startSampling,
  stopSampling,
  watchRows,
} from "../support/screen.ts";

const countRows = (sample: Sample): number => Object.keys(sample).length;

test("at the head, new alerts appear by themselves", async ({ app, page }) => {
  await app.open(someAlerts(60));
  const feed = await Feed.open(page);
  const [id = 0] = await app.open([{ title: "News", severity: "critical", labels: { a: "b" } }]);
  await feed.expectNewest(id);
  await expect(feed.row(id)).toHaveAttribute("data-severity", "critical");
  await expect(feed.row(id)).toHaveAttribute("data-status", "firing");
  await expect(feed.row(id)).toContainText("News");
  await expect(feed.row(id)).toBeInViewport();
  await expect(feed.pill).toHaveCount(0);
});

test("a burst of 500 in a second at the head leaves 200 rows at most, the newest, in order", async ({
  app,
  page,
}) => {
  await app.open(someAlerts(60));
  const feed = await Feed.open(page);
  await watchRows(page);
  await startSampling(page);
  let newest = 0;
  for (let burst = 0; burst < 10; burst++) {
    const [ids] = await Promise.all([app.open(someAlerts(50)), setTimeout(100)]);
    newest = ids.at(-1) ?? 0;
  }
  await feed.expectNewest(newest);
  // How long frames take is measured by the benchmarks; that rows were there in each is seen here.
  const samples = await stopSampling(page);
  expect(note("rows on screen, least", Math.min(...samples.map(countRows)))).toBeGreaterThan(5);
  expect(await mostRows(page)).toBeLessThanOrEqual(200);
  const shown = await idsOf(page);
  expect(shown).toEqual((await app.allIds()).slice(0, shown.length));
});

test("in a burst, rows that nobody could have seen are not made; who scrolls down finds all of them", async ({
  app,
  page,
}) => {
  await app.open(someAlerts(60));
  const feed = await Feed.open(page);
  const made = await page.evaluateHandle(() => {
    const ids: string[] = [];
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes]))
        if (node instanceof HTMLElement) ids.push(node.dataset["alertId"] ?? "");
    }).observe(document.querySelector("[role=feed]") ?? document, { childList: true });
    return ids;
  });
  const posts = Array.from({ length: 10 }, async (_, turn) => {
    await setTimeout(100 * turn);
    return app.open(someAlerts(50));
  });
  const arrived = (await Promise.all(posts)).flat().toSorted((a, b) => b - a);
  await feed.expectNewest(arrived[0] ?? 0);
  const count = note("rows made for 500", (await made.jsonValue()).length);
  expect(count).toBeLessThan(300);
  expect(await idsOf(page)).toEqual(arrived.slice(0, await feed.rows.count()));
  await feed.glide(6000, 12_000);
  await expect.poll(() => feed.rows.count()).toBeGreaterThan(100);
  const shown = await idsOf(page);
  expect(shown).toEqual(arrived.slice(arrived.indexOf(shown[0] ?? 0)).slice(0, shown.length));
});

test("away from the head, arrivals are counted and the pill brings them", async ({ app, page }) => {
  await app.open(someAlerts(200));
  const feed = await Feed.open(page);
  await feed.scrollDown(20);
  await app.open(someAlerts(7));
  await expect(feed.pill).toHaveAttribute("data-new-count", "7");
  await expect(feed.pill).toContainText("7");
  const newest = (await app.open(someAlerts(5))).at(-1) ?? 0;
  await expect(feed.pill).toHaveAttribute("data-new-count", "12");
  expect(await idsOf(page)).not.toContain(newest);

  await feed.pill.click();
  await feed.expectNewest(newest);
  await expect(feed.row(newest)).toBeInViewport();
  await expect(feed.pill).toHaveCount(0);
  const shown = await idsOf(page);
  expect(shown).toEqual((await app.allIds()).slice(0, shown.length));
});

test("from deep down, the pill lands at the head", async ({ app, page }) => {
  await app.open(someAlerts(500));
  const feed = await Feed.open(page);
  await feed.scrollDown(60);
  await feed.scrollDown(100);
  const newest = (await app.open(someAlerts(260))).at(-1) ?? 0;
  await expect(feed.pill).toHaveAttribute("data-new-count", "260");
  await feed.pill.click();
  await feed.expectNewest(newest);
  await expect(feed.row(newest)).toBeInViewport();
  await expect(feed.pill).toHaveCount(0);
  expect(await feed.rows.count()).toBeLessThanOrEqual(200);
});

test("scrolling to the top brings what has arrived", async ({ app, page }) => {
  await app.open(someAlerts(100));
  const feed = await Feed.open(page);
  await feed.scrollDown(10);
  const newest = (await app.open(someAlerts(3))).at(-1) ?? 0;
  await expect(feed.pill).toHaveAttribute("data-new-count", "3");
  await feed.wheel(-20_000);
  await feed.expectNewest(newest);
  await expect(feed.row(newest)).toBeInViewport();
  await expect(feed.pill).toHaveCount(0);
});

test("only what matches the filter is counted", async ({ app, page }) => {
  await app.open(someAlerts(200, { severity: "critical" }));
  const feed = await Feed.open(page, "/?severity=critical");
  await feed.scrollDown(10);
  await app.open([
    { title: "a", severity: "info" },
    { title: "b", severity: "critical" },
    { title: "c", severity: "info" },
  ]);
  await expect(feed.pill).toHaveAttribute("data-new-count", "1");
});

for (const [path, before, change] of [
  ["/?status=acknowledged", "unacknowledge", "acknowledge"],
  ["/", "delete", "restore"],
] as const) {
  test(`on ${path} an old alert that comes to match is not called new`, async ({ app, page }) => {
    const ids = await app.open(someAlerts(100));
    for (const id of ids) await app.act(id, "acknowledge");
    const old = ids.at(-1) ?? 0;
    if (before === "delete") await app.fetch(`/api/alerts/${old}`, { method: "DELETE" });
    else await app.act(old, before);

    const feed = await openHeard(page, path);
    await feed.scrollDown(10);
    await app.act(old, change);
    const pill = page.locator(".pill");
    await expect(pill).toHaveText("1 alert matches now");
    await expect(feed.pill, "none of what waits is new").toHaveCount(0);
    const [news = 0] = await app.open([{ title: "News" }]);
    await app.act(news, "acknowledge");
    await expect(feed.pill).toHaveAttribute("data-new-count", "1");
    await expect(pill).toHaveText("1 new alert, 1 more matches now");
    await expect(page.locator("p[aria-live=polite]")).toHaveText("1 new alert");
    await pill.click();
    await feed.expectNewest(news);
    await expect(feed.row(old)).toBeVisible();
    await expect(pill).toHaveCount(0);
  });
}

test("what is deleted before anyone looked is counted no more", async ({ app, page }) => {
  await app.open(someAlerts(200));
  const feed = await Feed.open(page);
  await feed.scrollDown(10);
  const [id] = await app.open(someAlerts(3));
  await expect(feed.pill).toHaveAttribute("data-new-count", "3");
  await app.fetch(`/api/alerts/${id}`, { method: "DELETE" });
  await expect(feed.pill).toHaveAttribute("data-new-count", "2");
});

for (const [by, press] of [
  ["a button", (page: Page) => page.getByRole("button", { name: /pause/iu }).click()],
  ["a key", (page: Page) => page.keyboard.press("p")],
] as const) {
  test(`arrivals can be held by ${by}, are counted, and come when that ends`, async ({
    app,
    page,
  }) => {
    const ids = await app.open(someAlerts(40));
    const feed = await Feed.open(page);
    await press(page);
    await feed.letGo();
    await app.open(someAlerts(2));
    await expect(feed.pill).toHaveAttribute("data-new-count", "2");
    await feed.wheel(2000);
    await feed.wheel(-4000);
    await feed.letGo();
    const [newest = 0] = await app.open(someAlerts(1));
    await expect(feed.pill).toHaveAttribute("data-new-count", "3");
    await expect(page.getByRole("button", { name: /3 new alerts: resume/u })).toBeVisible();
    await feed.expectNewest(ids.at(-1) ?? 0);
    await press(page);
    await feed.expectNewest(newest);
    await expect(feed.pill).toHaveCount(0);
  });
}
