import type { Page } from "@playwright/test";
import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, READ_ONLY, test } from "../support/fixtures.ts";

test.describe("among alerts to which nothing happens", () => {
  test.use(READ_ONLY);

  test("j and k, PageDown and PageUp go from alert to alert", async ({ held, page }) => {
    const ids = held.toReversed();
    await Feed.open(page);
    await page.keyboard.press("j");
    expect(await focusedId(page)).toBe(ids[0]);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    expect(await focusedId(page)).toBe(ids[2]);
    await page.keyboard.press("k");
    expect(await focusedId(page)).toBe(ids[1]);
    await page.keyboard.press("PageDown");
    expect(await focusedId(page)).toBe(ids[2]);
    await page.keyboard.press("PageUp");
    expect(await focusedId(page)).toBe(ids[1]);
  });

  test("going on and on with j loads what is needed and keeps the focus on screen", async ({
    held,
    page,
  }) => {
    const ids = held.slice(-120).toReversed();
    const feed = await Feed.open(page);
    for (const id of ids) {
      await page.keyboard.press("j");
      await expect.poll(() => focusedId(page)).toBe(id);
    }
    await expect(feed.row(ids.at(-1) ?? 0)).toBeInViewport();
  });

  test("Enter opens the detail, Escape closes it and the focus is where it was", async ({
    held,
    page,
  }) => {
    const ids = held.toReversed();
    const feed = await Feed.open(page);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/alerts/${ids[1]}$`, "u"));
    await expect(feed.detail.getByRole("heading", { level: 2 })).toBeVisible();
    await page.keyboard.press("Escape");
    await feed.expectClosed();
    expect(await focusedId(page)).toBe(ids[1]);
  });

  test("Escape with nothing to end leaves the focus on its row", async ({ page }) => {
    const feed = await Feed.open(page);
    for (let presses = 0; presses < 3; presses++) await page.keyboard.press("j");
    const third = feed.rows.nth(2);
    await expect(third).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(third).toBeFocused();
    await page.keyboard.press("x");
    await page.keyboard.press("Escape");
    await expect(page.locator("[data-selected-count]")).toHaveCount(0);
    await expect(third).toBeFocused();
  });

  test("Home and End land at the newest and at the oldest alert", async ({ held, page }) => {
    const ids = held.toReversed();
    const feed = await Feed.open(page);
    await page.keyboard.press("End");
    await expect(feed.row(ids.at(-1) ?? 0)).toBeInViewport();
    expect(await feed.rows.count()).toBeLessThanOrEqual(200);
    await page.keyboard.press("Home");
    await feed.expectNewest(ids[0] ?? 0);
    await expect(feed.row(ids[0] ?? 0)).toBeInViewport();
  });

  test("? shows the keys, and Escape puts them away", async ({ page }) => {
    await Feed.open(page);
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible();
    await expect(page.getByRole("dialog")).toContainText("Page Down");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  test("Ctrl with Home or End leaves the feed, which has no end for Tab to reach", async ({
    page,
  }) => {
    const feed = await Feed.open(page);
    await page.keyboard.press("j");
    await page.keyboard.press("Control+Home");
    await expect(page.getByRole("combobox")).toBeFocused();
    await page.keyboard.press("Escape");
    await expect.poll(() => focusedId(page)).toBeGreaterThan(0);
    await page.keyboard.press("Control+End");
    const isInDetail = () =>
      feed.detail.evaluate((detail) => detail.contains(document.activeElement));
    await expect.poll(isInDetail).toBe(true);
  });

  test("keys typed into the search are words, not commands", async ({ page }) => {
    await Feed.open(page);
    await page.getByRole("combobox").click();
    await page.keyboard.type("jk?");
    await expect(page.getByRole("combobox")).toHaveValue("jk?");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });
});

test("a token taken out leaves the focus in the search", async ({ app, page }) => {
  await app.open([{ title: "One", source: "one" }]);
  await Feed.open(page, "/?source=one,two");
  await page.getByRole("link", { name: "source=one" }).press("Enter");
  await expect(page.locator("[data-token] bdi")).toHaveText("source=two");
  await expect(page.getByRole("combobox")).toBeFocused();
});

test("the focus stays on its row while others arrive and go", async ({ app, page }) => {
  const ids = (await app.open(someAlerts(30))).toReversed();
  const feed = await Feed.open(page);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await app.open(someAlerts(3));
  await expect(feed.pill).toHaveAttribute("data-new-count", "3");
  await app.fetch(`/api/alerts/${ids[2]}`, { method: "DELETE" });
  await expect(feed.row(ids[2] ?? 0)).toHaveCount(0);
  expect(await focusedId(page)).toBe(ids[1]);
});

/** The alert of the row that has the focus, or in which it is. */
function focusedId(page: Page): Promise<number> {
  return page.evaluate(() =>
    Number(document.activeElement?.closest("[data-alert-id]")?.getAttribute("data-alert-id")),
  );
}
