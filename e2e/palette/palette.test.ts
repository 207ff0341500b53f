import type { Page } from "@playwright/test";
import { someAlerts } from "../support/app.ts";
import { axeOn } from "../support/axe.ts";
import { Feed, frames } from "../support/feed.ts";
import { expect, READ_ONLY, test } from "../support/fixtures.ts";

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 780 };

const paletteOf = (page: Page) => page.locator('[role="dialog"][data-palette]');
const fieldOf = (page: Page) => page.getByRole("combobox", { name: "What to do" });
const optionsOf = (page: Page) => paletteOf(page).getByRole("option");
const activeOf = (page: Page) =>
  paletteOf(page).getByRole("option", { selected: true }).locator("bdi");

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k");
  await expect(fieldOf(page)).toBeFocused();
}

test.describe("among alerts to which nothing happens", () => {
  test.use(READ_ONLY);

  test("it is loaded when it is asked for, and leads to views, places, settings and keys", async ({
    held,
    page,
  }) => {
    const scripts: string[] = [];
    page.on("response", (response) => scripts.push(response.url()));
    const feed = await Feed.open(page);
    await expect(page.getByRole("button", { name: "More" })).toBeVisible();
    expect(scripts.filter((url) => url.includes("Palette"))).toEqual([]);

    await openPalette(page);
    expect(scripts.filter((url) => url.includes("Palette"))).toHaveLength(1);
    await page.keyboard.type("needs");
    await expect(activeOf(page)).toHaveText("Needs someone");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL("/?status=firing&snoozed=no");
    await expect(paletteOf(page)).toBeHidden();

    await page.keyboard.press("/");
    await openPalette(page);
    await page.keyboard.type("ever rec");
    await expect(activeOf(page)).toHaveText("The first alerts ever received");
    await page.keyboard.press("Enter");
    await expect(feed.row(held[0] ?? 0)).toBeInViewport();

    await openPalette(page);
    await page.keyboard.type("newest");
    await page.keyboard.press("Enter");
    await expect(feed.row(held.at(-1) ?? 0)).toBeInViewport();

    // Before all of them.
    await openPalette(page);
    await page.keyboard.type("-1d");
    await expect(activeOf(page)).toHaveText(/\d{4}, \d\d:\d\d:\d\d/u);
    await page.keyboard.press("Enter");
    await expect(feed.row(held[0] ?? 0)).toBeInViewport();

    await openPalette(page);
    await page.keyboard.type("all keys");
    await page.keyboard.press("Enter");
    const keys = page.getByRole("dialog", { name: "Keys" });
    await expect(keys).toContainText("Ctrl/⌘ k");
    await expect(keys).toContainText("All there is to do");
    await page.keyboard.press("Escape");
    await openPalette(page);
    await page.keyboard.type("settings about");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL("/settings/about");
  });

  test("the keys are read from the first on, also on a small screen", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 480 });
    await Feed.open(page);
    await page.keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keys" });
    const close = keys.getByRole("button", { name: "Close" });
    await expect(keys.getByRole("heading")).toBeInViewport();
    await expect(close).not.toBeInViewport();
    await page.keyboard.press("Tab");
    await expect(close).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(keys).toBeHidden();
  });

  test("what is asked for again as it closes is there", async ({ page }) => {
    await Feed.open(page);
    const keys = page.getByRole("dialog", { name: "Keys" });
    await page.keyboard.press("?");
    await expect(keys).toBeVisible();
    // Within one frame: the browser tells of the dialog that closed when it is open again.
    await keys.getByRole("button", { name: "Close" }).evaluate((close: HTMLElement) => {
      close.click();
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true }));
    });
    await frames(page, 2);
    await expect(keys).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(keys).toBeHidden();
  });

  test("arrows go round, Escape and the same key close it, and nothing is found by nothing", async ({
    page,
  }) => {
    const feed = await Feed.open(page);
    await page.keyboard.press("j");
    await openPalette(page);
    await page.keyboard.type("newest alerts");
    await expect(optionsOf(page)).toHaveCount(1);
    await fieldOf(page).fill("");
    const count = await optionsOf(page).count();
    expect(count).toBeGreaterThan(15);
    await page.keyboard.press("ArrowUp");
    await expect(optionsOf(page).last()).toHaveAttribute("aria-selected", "true");
    await expect(optionsOf(page).last()).toBeInViewport({ ratio: 1 });
    const id = (await optionsOf(page).last().getAttribute("id")) ?? "";
    await expect(fieldOf(page)).toHaveAttribute("aria-activedescendant", id);
    await page.keyboard.press("ArrowDown");
    await expect(optionsOf(page).first()).toBeInViewport({ ratio: 1 });
    await page.keyboard.type("zebra");
    await expect(paletteOf(page).getByRole("status")).toContainText("zebra");
    await expect(fieldOf(page)).toHaveAttribute("aria-expanded", "false");
    await page.keyboard.press("Enter");
    await expect(paletteOf(page)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(paletteOf(page)).toBeHidden();
    await expect(feed.rows.first()).toBeFocused();
    await openPalette(page);
    await page.keyboard.press("ControlOrMeta+k");
    await expect(paletteOf(page)).toBeHidden();
  });

  for (const viewport of [DESK, PHONE]) {
    for (const colorScheme of ["light", "dark"] as const) {
      test(`it is accessible and nothing moves beneath it, ${viewport.width} ${colorScheme}`, async ({
        page,
      }, info) => {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(viewport);
        const feed = await Feed.open(page);
        const before = await feed.rows.first().boundingBox();
        // On a phone there is no key for it.
        await page.getByRole("button", { name: "More" }).click();
        await page.screenshot({ path: info.outputPath("menu.png") });
        await page.getByRole("button", { name: "All there is to do" }).click();
        await expect(fieldOf(page)).toBeFocused();
        await page.screenshot({ path: info.outputPath("palette.png") });
        const { violations } = await axeOn(page).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        await optionsOf(page).filter({ hasText: "The newest alerts" }).click();
        await expect(paletteOf(page)).toBeHidden();
        expect(await feed.rows.first().boundingBox()).toEqual(before);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(
          viewport.width,
        );
        await page.getByRole("button", { name: "More" }).click();
        await page
          .getByRole("link", { name: "Preferences" })
          .and(page.locator("#more-menu a"))
          .click();
        await expect(page.getByRole("heading", { name: "Preferences" })).toBeVisible();
      });
    }
  }
});

test("actions are those that may be done to the alert in focus, and to all that are selected", async ({
  app,
  page,
}) => {
  const ids = await app.open(someAlerts(3));
  const [, middle = 0, newest = 0] = ids;
  const status = async (id: number) => (await app.page(`around=${id}&limit=1`)).alerts[0]?.status;
  const feed = await Feed.open(page);
  await page.keyboard.press("j");
  await openPalette(page);
  await page.keyboard.type("ackn");
  await expect(activeOf(page)).toHaveText("Acknowledge");
  await page.keyboard.press("Enter");
  await expect.poll(() => status(newest)).toBe("acknowledged");
  await expect(feed.row(newest)).toBeFocused();
  await openPalette(page);
  await page.keyboard.type("ack");
  await expect(activeOf(page)).toHaveText("Unacknowledge");
  await page.keyboard.press("Escape");

  await page.keyboard.press("x");
  await page.keyboard.press("Shift+ArrowDown");
  await openPalette(page);
  await page.keyboard.type("resolve selected");
  await expect(optionsOf(page).first()).toContainText("2 selected");
  await page.keyboard.press("Enter");
  await expect.poll(() => status(middle)).toBe("resolved");
  await expect.poll(() => status(newest)).toBe("resolved");
});
