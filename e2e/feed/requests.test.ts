import { setTimeout } from "node:timers/promises";
import type { Page, Request } from "@playwright/test";
import { Feed } from "../support/feed.ts";
import { expect, READ_ONLY, test } from "../support/fixtures.ts";
import { note } from "../support/measured.ts";

// Oracle: the requests for pages of alerts that the browser reports.

test.use(READ_ONLY);

const SIDES = ["before", "after"] as const;
/** So long (ms) is nothing asked for. */
const REST = 2000;

test("a page at rest asks for nothing, wherever it rests", async ({ held, page, context }) => {
  const open = async (path: string) => Feed.open(await context.newPage(), path);
  const feeds = {
    newest: await open("/"),
    middle: await open(`/alerts/${held[300]}`),
    oldest: await open("/"),
    short: await open("/?severity=critical&label=host=web-2&label=env=test"),
    empty: await open("/?q=nothing-of-the-kind"),
  };
  await feeds.oldest.page.keyboard.press("End");
  await expect(feeds.oldest.row(held[0] ?? 0)).toBeInViewport();
  expect(await feeds.empty.rows.count()).toBe(0);
  for (const feed of Object.values(feeds)) {
    await feed.rest();
    await expect(feed.page.getByText("Loading…")).toHaveCount(0);
  }

  const asked: string[] = [];
  context.on("request", (request) => asked.push(request.url()));
  await page.waitForTimeout(REST);
  expect(asked).toEqual([]);
});

test("however one scrolls, one page at most is on its way on each side", async ({ page }) => {
  await page.route(/\/api\/alerts\?/u, async (route) => {
    await setTimeout(50);
    // The page may have lost interest.
    await route.continue().catch(() => null);
  });
  const traffic = watchTraffic(page);
  const feed = await Feed.open(page);
  // A slow machine gets less far in one turn of the wheel.
  await expect(async () => {
    for (const distance of [30_000, -10_000, 20_000, -60_000]) await feed.glide(distance, 20_000);
    for (const side of SIDES)
      expect(note(`requests for pages ${side}`, traffic[side].all)).toBeGreaterThan(5);
  }).toPass({ intervals: [0] });
  for (const side of SIDES) expect(note(`at once ${side}`, traffic[side].most)).toBe(1);
});

/** Counts the requests for pages on either side, and how many there have been at once. */
function watchTraffic(page: Page) {
  const before = { all: 0, now: 0, most: 0 };
  const after = { ...before };
  const sideOf = (request: Request) => {
    const query = new URL(request.url()).searchParams;
    // The timeline asks for the first alert alone.
    if (query.get("limit") === "1") return null;
    return query.has("before") ? before : query.has("after") ? after : null;
  };
  const ended = (request: Request) => {
    const side = sideOf(request);
    if (side) side.now--;
  };
  page.on("request", (request) => {
    const side = sideOf(request);
    if (!side) return;
    side.all++;
    side.most = Math.max(side.most, ++side.now);
  });
  page.on("requestfinished", ended);
  page.on("requestfailed", ended);
  return { before, after };
}
