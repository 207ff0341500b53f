import { expect, type Locator, type Page } from "@playwright/test";
import { integerBetween, pick, type Random, seededRandom } from "../../src/generator/random.ts";
import type { Alert } from "../../src/domain/alert.ts";
import type { Page as AlertPage } from "../../src/protocol/page.ts";
import { type App, someAlerts } from "../support/app.ts";
import { worldOf } from "../support/app-world.ts";
import { FaultProxy } from "./fault-proxy.ts";
import * as sources from "./sources.ts";
import type { World } from "./world.ts";
import { Feed, frames } from "../support/feed.ts";
import { test } from "../support/fixtures.ts";
import { isThorough } from "../support/measured.ts";

const SEEDS = isThorough ? 40 : 2;
const STEPS = 16;

// A browser reports requests that fail, whoever handles them. A script whose head was cut has come without its type.
test.use({
  expectedErrors: [/WebSocket connection|ERR_|Failed to load resource|with a MIME type of ""/u],
});

for (let seed = 2001; seed <= 2000 + SEEDS; seed++) {
  test(`seed ${seed} converges in the browser`, async ({ app, page }) => {
    const random = seededRandom(seed);
    const world = worldOf(app);
    const proxy = await FaultProxy.start(() => Number(new URL(app.url).port));
    await app.open(someAlerts(integerBetween(random, 20, 150)));
    world.backUp();
    const feed = await Feed.open(page, proxy.url);

    for (let i = 0; i < STEPS; i++) await pick(random, HAPPENINGS)({ random, world, proxy, feed });
    proxy.heal();
    await expectFresh(feed, app);
    await expectCounted(feed, app);
    await proxy.close();
  });
}

interface Run {
  readonly random: Random;
  readonly world: World;
  readonly proxy: FaultProxy;
  readonly feed: Feed;
}

const post = ({ random, world }: Run) =>
  sources.post(world.url(), sources.someAlerts(random, integerBetween(random, 1, 20)));
const scrollDown = ({ feed, random }: Run) => feed.wheel(integerBetween(random, 100, 3000));
const scrollUp = ({ feed, random }: Run) => feed.wheel(-integerBetween(random, 100, 3000));

const HAPPENINGS = [
  post,
  post,
  post,
  ({ random, world }: Run) => sources.operate(world.url(), random),
  scrollDown,
  scrollDown,
  scrollUp,
  ({ feed }: Run) => feed.page.keyboard.press("Home"),
  ({ feed }: Run) => feed.page.keyboard.press("End"),
  ({ feed }: Run) => filters(feed).getByRole("link", { name: "Firing" }).click(),
  ({ feed }: Run) => frames(feed.page, 20),
  ({ proxy }: Run) => proxy.drop(),
  ({ proxy }: Run) => proxy.cut(),
  ({ proxy }: Run) => proxy.stall(),
  ({ proxy }: Run) => proxy.forget(),
  ({ proxy }: Run) => proxy.refuse(),
  ({ proxy }: Run) => proxy.lag(100),
  ({ proxy }: Run) => proxy.heal(),
  ({ proxy }: Run) => proxy.heal(),
  ({ world }: Run) => world.crash(),
  ({ world, random }: Run) => world.restore(pick(random, ["copy", "nothing"])),
] as const;

function filters({ page }: Feed): Locator {
  return page.getByRole("navigation", { name: "Filters" });
}

/** Waits until the rows are a stretch of the feed as it is on the server, and the page is live. */
async function expectFresh({ page, connection }: Feed, app: App): Promise<void> {
  await expect(async () => {
    // As when the network comes back: no need to wait for the next call, or the next try.
    await page.evaluate(() => dispatchEvent(new Event("online")));
    for (const retry of await page.getByRole("button", { name: "Try again" }).all()) {
      await retry.click({ timeout: 1_000 });
    }
    await expect(connection).toHaveAttribute("data-connection", "live");
    const all = await allRows(app, new URL(page.url()).searchParams);
    const shown = await shownRows(page);
    const from = all.findIndex(({ id }) => id === shown[0]?.id);
    expect(shown).toEqual(all.slice(from, from + shown.length));
    expect(shown.length).toBeGreaterThanOrEqual(Math.min(all.length, 1));
  }).toPass();
}

/** What the rows in the DOM say. */
function shownRows(page: Page) {
  return page.locator("[data-feed-scroller] [data-alert-id]").evaluateAll((rows) =>
    rows.map((row) => ({
      id: Number(row.getAttribute("data-alert-id")),
      status: row.getAttribute("data-status"),
      severity: row.getAttribute("data-severity"),
      title: row.querySelector("h2 a")?.textContent,
    })),
  );
}

/** What they should say, from the newest to the first ever received. */
async function allRows(app: App, filter: URLSearchParams) {
  const alerts: Alert[] = [];
  let older: string | null = "";
  while (older !== null) {
    const page: AlertPage = await app.page(`limit=200&${filter}${older && `&before=${older}`}`);
    alerts.push(...page.alerts);
    older = page.older;
  }
  return alerts.map(({ id, status, severity, title }) => ({ id, status, severity, title }));
}

/** What arrives while the reader is away from the head is counted, and nothing else. */
async function expectCounted(feed: Feed, app: App): Promise<void> {
  await feed.page.goto(new URL("/", feed.page.url()).href);
  await feed.expectLive();
  const newest = (await app.open(someAlerts(60))).at(-1) ?? 0;
  // The hand may be on the list still, so that they are held until they are asked for.
  await expect(async () => {
    await feed.page.keyboard.press("Home");
    await expect(feed.row(newest)).toBeInViewport({ timeout: 500 });
  }).toPass();
  await feed.scrollDown(10);
  await app.open(someAlerts(7));
  await expect(feed.pill).toHaveAttribute("data-new-count", "7");
}
