import type { Page as BrowserPage, Route } from "@playwright/test";
import * as v from "valibot";
import { pageSchema } from "../../src/protocol/page.ts";
import { someAlerts } from "../support/app.ts";
import { axeOn } from "../support/axe.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

/** The numbers that a page has time to look at. */
const REACH = 100;
const RARE = "/?label=rare%3Dyes";

/** Lets no page of what is rare look further than at so many numbers, and the test say when each comes. */
async function hurry(
  page: BrowserPage,
): Promise<{ readonly next: () => void; readonly asked: () => number }> {
  const waiting: (() => void)[] = [];
  let asked = 0;
  await page.route(/\/api\/alerts\?.*rare/u, async (route) => {
    asked += 1;
    await new Promise<void>((resolve) => waiting.push(resolve));
    await cut(route);
  });
  return { next: () => waiting.shift()?.(), asked: () => asked };
}

async function cut(route: Route): Promise<void> {
  const answer = await route.fetch();
  const found = v.parse(pageSchema, await answer.json());
  const before = new URL(route.request().url()).searchParams.get("before");
  const from =
    before === null ? found.head.seq + 1 : Number.parseInt(before.split(".")[1] ?? "", 36);
  const id = from - REACH;
  if (id <= 1) return route.fulfill({ json: found });
  const at = new Date(Date.UTC(2026, 2, 30) - (found.head.seq - id) * 86_400_000).toISOString();
  const alerts = found.alerts.filter((alert) => alert.id >= id);
  const older = `${found.head.epoch}.${id.toString(36)}`;
  await route.fulfill({ json: { ...found, alerts, older, searchedTo: { id, at } } });
}

test("a search that takes long shows what it has and how far it came, goes on by itself and can be stopped", async ({
  app,
  page,
}, info) => {
  await app.open(someAlerts(431));
  const rare = { labels: { rare: "yes" }, title: "Seldom seen" };
  const [near = 0] = await app.open(someAlerts(1, rare));
  await app.open(someAlerts(5));
  const searching = await hurry(page);
  const feed = await Feed.open(page);
  await page.getByRole("combobox", { name: "Search alerts" }).fill("rare=yes ");
  await expect.poll(searching.asked).toBe(1);
  searching.next();
  await expect(feed.row(near)).toBeVisible();
  const end = page.locator('[data-end="older"]');
  await expect(end).toContainText("Searched back to 21 December 2025…");
  await page.screenshot({ path: info.outputPath("searching.png") });
  // Nobody asks: it goes on because its end is in view.
  await expect.poll(searching.asked).toBe(2);
  searching.next();
  await expect(end).toContainText("Searched back to 12 September 2025…");
  await expect.poll(searching.asked).toBe(3);
  await end.getByRole("button", { name: "Stop" }).click();
  searching.next();
  await expect(end).toContainText("Searched back to 4 June 2025.");
  for (const [name, viewport] of [
    ["phone", { width: 390, height: 780 }],
    ["desk", { width: 1440, height: 900 }],
  ] as const) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: info.outputPath(`${name}-${colorScheme}.png`) });
    }
    await expect(end.getByRole("button", { name: "Go on" })).toBeInViewport();
    const { violations } = await axeOn(page).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }
  await feed.wheel(200);
  expect(searching.asked()).toBe(3);
  await end.getByRole("button", { name: "Go on" }).click();
  await expect.poll(searching.asked).toBe(4);
  searching.next();
  await expect.poll(searching.asked).toBe(5);
  searching.next();
  await expect(end).toContainText("The first that matches");
  await expect(feed.rows).toHaveCount(1);

  // What arrives is there at once, as in any other list.
  const [now = 0] = await app.open(someAlerts(1, rare));
  await expect(feed.row(now)).toBeVisible();
});

test("nothing found so far is no nothing, and what is found later comes in", async ({
  app,
  page,
}) => {
  const [only = 0] = await app.open(someAlerts(1, { labels: { rare: "yes" } }));
  await app.open(someAlerts(150));
  const searching = await hurry(page);
  const feed = await Feed.open(page);
  await page.getByRole("combobox", { name: "Search alerts" }).fill("rare=yes ");
  await expect.poll(searching.asked).toBe(1);
  searching.next();
  const end = page.locator('[data-end="older"]');
  await expect(end).toContainText("Searched back to");
  await expect(page).toHaveURL(RARE);
  await expect(page.getByRole("heading", { name: "Nothing found" })).toHaveCount(0);
  await expect.poll(searching.asked).toBe(2);
  searching.next();
  await expect(feed.row(only)).toBeVisible();
  await expect(end).toContainText("The first that matches");
});
