import type { Page } from "@playwright/test";
import { someAlerts } from "../support/app.ts";
import { axeOn } from "../support/axe.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { enter, test as teamTest } from "./team.ts";

const group = (page: Page, name: string) => page.getByRole("group", { name });
const choose = (page: Page, name: string, choice: string) =>
  group(page, name).getByRole("button", { name: choice, exact: true }).click();
const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

/** What was painted first, as far as styles say it, and whether it was another later. */
async function watchGround(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const grounds = new Set<string>();
    Object.assign(window, { grounds });
    function look(): void {
      if (document.body) grounds.add(getComputedStyle(document.body).backgroundColor);
      requestAnimationFrame(look);
    }
    requestAnimationFrame(look);
  });
  return () => page.evaluate(() => [...(window as unknown as { grounds: Set<string> }).grounds]);
}

test("a browser keeps how it has the pages, in all its tabs at once and without a flash", async ({
  app,
  context,
  page,
}) => {
  await app.open(someAlerts(30));
  await page.emulateMedia({ colorScheme: "light" });
  const feed = await Feed.open(page);
  const light = await ground(page);
  const height = async () => (await feed.rows.first().boundingBox())?.height ?? 0;
  const before = await height();
  const settings = await context.newPage();
  await settings.emulateMedia({ colorScheme: "light" });
  await page.getByTitle("Preferences").click();
  await expect(page.getByRole("heading", { name: "Preferences" })).toBeVisible();
  await page.goBack();
  await feed.expectLive();

  await settings.goto("/settings/preferences");
  await choose(settings, "Theme", "Dark");
  await expect(group(settings, "Theme").getByRole("button", { name: "Dark" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await expect.poll(() => ground(page), "the other tab").not.toBe(light);
  const dark = await ground(page);
  await choose(settings, "Density", "Compact");
  await expect.poll(height).toBeLessThan(before - 8);
  await settings.getByLabel("Time zone").selectOption("Asia/Tokyo");
  await expect(page.getByTitle("Preferences")).toHaveText("GMT+9");
  await choose(settings, "Hours", "12 h");
  await expect(settings.locator("b").last()).toHaveText(/ [ap]m GMT\+9$/u);
  await feed.rows.first().getByRole("link").click();
  await expect(feed.detail).toContainText(/\d [ap]m GMT\+9/u);
  await expect(page.locator("[data-timeline]")).toContainText(/\d [ap]m/u);

  const grounds = await watchGround(page);
  await page.reload();
  await feed.expectLive();
  expect(await grounds()).toEqual([dark]);
  await expect(feed.detail).toContainText(/\d [ap]m GMT\+9/u);
  await expect(page.locator('meta[name="theme-color"][media="all"]')).toHaveCount(1);

  await settings.getByLabel("Time zone").selectOption("UTC");
  await choose(settings, "Hours", "24 h");
  await choose(settings, "Theme", "As the system");
  await expect.poll(() => ground(page)).toBe(light);
  await expect(page.getByTitle("Preferences")).toHaveText("UTC");
});

teamTest(
  "whoever signs in has the pages as they want them, in any browser",
  async ({ team, browser, page }) => {
    await page.emulateMedia({ colorScheme: "light" });
    await enter(page, "Mira", "/settings/preferences");
    const light = await ground(page);
    let answer = () => {};
    const answering = new Promise<void>((resolve) => (answer = resolve));
    const saved = page.waitForResponse((answer) => answer.url().endsWith("/api/preferences"));
    await choose(page, "Theme", "Dark");
    expect((await saved).status()).toBe(200);
    // Keys go through the zones faster than the server answers.
    await page.route("**/api/preferences", (route) => void answering.then(() => route.continue()));
    await page.getByLabel("Time zone").selectOption("Asia/Tokyo");
    await page.getByLabel("Time zone").selectOption("Europe/Rome");
    await choose(page, "Density", "Compact");
    answer();
    const last = { density: "compact", theme: "dark", zone: "Europe/Rome" };
    await expect
      .poll(
        async () =>
          JSON.parse(await (await page.request.get("/api/preferences")).text()) as unknown,
      )
      .toMatchObject(last);
    const other = await browser.newContext({ baseURL: team.app.url, colorScheme: "light" });
    const elsewhere = await other.newPage();
    await enter(elsewhere, "Mira");
    const grounds = await watchGround(elsewhere);
    await elsewhere.reload();
    await new Feed(elsewhere).expectLive();
    expect(await grounds()).toHaveLength(1);
    expect(await grounds()).not.toContain(light);
    await other.close();
  },
);

test.describe("what the browser cannot keep", () => {
  test("is taken back, and said", async ({ app, page }) => {
    await app.open(someAlerts(1));
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto("/settings/preferences");
    const light = await ground(page);
    await page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new Error("full");
      };
    });
    await choose(page, "Theme", "Dark");
    await expect(page.getByRole("alert").last()).toContainText("keeps nothing");
    await expect.poll(() => ground(page)).toBe(light);
  });
});

test("the page is accessible and fits, at a desk and on a phone", async ({ app, page }) => {
  await app.open(someAlerts(20));
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 780 },
  ]) {
    await page.setViewportSize(viewport);
    for (const theme of ["Light", "Dark"] as const) {
      await page.goto("/settings/preferences");
      await expect(page.getByLabel("Time zone")).toBeEnabled();
      await choose(page, "Theme", theme);
      await choose(page, "Density", theme === "Dark" ? "Compact" : "Comfortable");
      await expect(page.locator("html")).toHaveAttribute("data-theme", theme.toLowerCase());
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      const { violations } = await axeOn(page).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      const shot = `test-results/preferences-${viewport.width}-${theme.toLowerCase()}`;
      await page.screenshot({ path: `${shot}.png` });
      await Feed.open(page);
      await page.screenshot({ path: `${shot}-feed.png` });
    }
  }
});
