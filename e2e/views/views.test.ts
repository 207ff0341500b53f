import type { Page } from "@playwright/test";
import { App, someAlerts } from "../support/app.ts";
import { axeOn } from "../support/axe.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { enterByDoor, test as teamTest } from "../people/team.ts";

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 780 };

/** Opens the page and waits until the views count. */
async function open(page: Page, path = "/"): Promise<Feed> {
  const feed = await Feed.open(page, path);
  await expect(countOf(page, "Everything")).toHaveText(/\d/u);
  return feed;
}

const viewOf = (page: Page, name: string) => page.locator(`[data-view="${name}"]`);
const countOf = (page: Page, name: string) => viewOf(page, name).locator("[data-open-count]");

test("views lead to what they are named for, and count it as it changes", async ({ app, page }) => {
  const ids = await app.open(someAlerts(12));
  const [first = 0, second = 0] = ids;
  await app.act(first, "acknowledge");
  const feed = await open(page);
  await expect(viewOf(page, "Everything")).toHaveAttribute("aria-current", "true");
  await expect(countOf(page, "Everything")).toHaveText("12");
  await expect(countOf(page, "Needs someone")).toHaveText("11");

  await viewOf(page, "Needs someone").click();
  await expect(page).toHaveURL("/?status=firing&snoozed=no");
  await expect(viewOf(page, "Needs someone")).toHaveAttribute("aria-current", "true");
  await expect(page.locator(".view[aria-current]")).toHaveCount(1);
  await expect(feed.row(first)).toHaveCount(0);
  await expect(page.locator("[data-token] bdi")).toHaveText(["status=firing", "snoozed=no"]);

  const until = new Date(Date.now() + 3_600_000).toISOString();
  await app.send(`/api/alerts/${second}/snooze`, { until });
  await expect(feed.row(second)).toHaveCount(0);
  await expect(countOf(page, "Needs someone")).toHaveText("10");
  await expect(countOf(page, "Needs someone")).toHaveAttribute("data-open-count", "10");
  await viewOf(page, "Everything").click();
  await app.open(someAlerts(3));
  await expect(countOf(page, "Everything")).toHaveText("15");
});

test.describe("of one's own", () => {
  // A name is refused.
  test.use({ expectedErrors: [/status of 400/u] });

  test("a filter is kept as a view, begun with, renamed and removed", async ({ app, page }) => {
    await app.open(someAlerts(12));
    const shown = () =>
      page
        .locator("[data-view]")
        .evaluateAll((views) =>
          views.map((view) => (view instanceof HTMLElement ? view.dataset["view"] : "")),
        );
    await open(page, "/?label=env%3Dprod");
    await page.getByRole("button", { name: "Save as view…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Trash");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByRole("alert"), "a name that is given").toContainText("given view");
    await dialog.getByLabel("Name").fill("Payments");
    await dialog.getByLabel("Begin with it").check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    await expect(viewOf(page, "Payments")).toHaveAttribute("aria-current", "true");
    await expect(countOf(page, "Payments")).toHaveText("8");

    await viewOf(page, "Mine").click();
    await expect(page).toHaveURL("/?acknowledgedBy=me");
    await page.getByRole("link", { name: "Tocsin" }).click();
    await expect(page, "where one begins").toHaveURL("/?label=env%3Dprod");

    await page.getByRole("button", { name: "Edit view…" }).click();
    await expect(dialog.getByLabel("Begin with it")).toBeChecked();
    // What is answered when it was given up does not close what is asked anew.
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route("/api/views/*", (route) => held.then(() => route.continue()), { times: 1 });
    const answered = page.waitForResponse("/api/views/*");
    await dialog.getByLabel("Name").fill("Euros");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Edit view…" }).click();
    answer();
    await answered;
    await expect(viewOf(page, "Euros")).toBeVisible();
    await expect(dialog).toBeVisible();
    await dialog.getByLabel("Name").fill("Money");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect.poll(shown).toEqual(["Everything", "Needs someone", "Mine", "Trash", "Money"]);
    await page.getByRole("button", { name: "Edit view…" }).click();
    await dialog.getByRole("button", { name: "Remove" }).click();
    await expect.poll(shown).toEqual(["Everything", "Needs someone", "Mine", "Trash"]);
    await expect(page.getByRole("button", { name: "Save as view…" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Tocsin" })).toHaveAttribute("href", "/");
  });
});

// Oracle: the layout shifts that the browser itself reports.
test("on a phone and at a desk nothing shifts, overflows or is inaccessible", async ({
  app,
  page,
}) => {
  await app.open(someAlerts(6));
  await app.send("/api/views", { name: "Payments ".repeat(6), filter: { label: ["env=prod"] } });
  await page.addInitScript(() => {
    const shifts: string[] = [];
    Object.assign(window, { told: shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push(JSON.stringify(entry));
    }).observe({ type: "layout-shift", buffered: true });
  });
  let count = 6;
  for (const viewport of [DESK, PHONE]) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      const feed = await open(page, "/?label=env%3Dprod");
      await expect(page.locator(".view[aria-current]")).toBeInViewport();
      await feed.rest();
      // At the head, rows would make room for what arrives.
      await page.keyboard.press("p");
      await app.open(someAlerts(6));
      count += 6;
      await expect(countOf(page, "Everything")).toHaveText(String(count));
      expect(await page.evaluate(() => ("told" in window ? window.told : null))).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      await page.getByRole("button", { name: "Edit view…" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      const { violations } = await axeOn(page).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
  }
});

teamTest(
  "who signs in begins with their view, unless they wanted elsewhere",
  async ({ team, page }) => {
    await team.ask("POST", "/api/views", {
      name: "Payments",
      filter: { label: ["env=prod"] },
      default: true,
    });
    await enterByDoor(page, "Mira");
    await expect(page).toHaveURL("/?label=env%3Dprod");
    await new Feed(page).expectLive();
    await page.context().clearCookies();
    await enterByDoor(page, "Mira", "/alerts/58");
    await expect(page).toHaveURL("/alerts/58");
  },
);

test.extend({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what is wanted here
  app: async ({}, use) => {
    const app = await App.host(undefined, { ANONYMOUS: "viewer" });
    await app.lend(use);
  },
})("who comes without a name and only reads is offered to keep none", async ({ page }) => {
  await open(page, "/?label=env%3Dprod");
  await expect(viewOf(page, "Everything")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save as view…" })).toHaveCount(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("given views are links", async ({ app, page }) => {
    const [first = 0] = await app.open(someAlerts(3));
    await app.act(first, "resolve");
    await page.goto("/");
    await viewOf(page, "Needs someone").click();
    await expect(page).toHaveURL("/?status=firing&snoozed=no");
    await expect(viewOf(page, "Needs someone")).toHaveAttribute("aria-current", "true");
    await expect(page.getByRole("article")).toHaveCount(2);
  });
});
