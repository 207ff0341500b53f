import { readFile } from "node:fs/promises";
import type { Download, Page } from "@playwright/test";
import * as v from "valibot";
import { alertSchema } from "../../src/domain/alert.ts";
import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, READ_ONLY, test } from "../support/fixtures.ts";

async function choose(page: Page, words: string): Promise<void> {
  await page.getByRole("button", { name: "More" }).click();
  await page.locator("#more-menu").getByRole("button", { name: words }).click();
}

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), "utf8");
}

test("what matches the filter is saved as a table and as JSON", async ({ app, page }) => {
  const ids = await app.open(someAlerts(620, { labels: { env: "prod" } }));
  const [odd = 0] = await app.open([
    { title: '=HYPERLINK("http://x.test")', severity: "info", labels: { env: "prod" } },
  ]);
  await app.open(someAlerts(3));
  await Feed.open(page, "/?label=env%3Dprod&severity=info");
  const [table] = await Promise.all([page.waitForEvent("download"), choose(page, "as CSV")]);
  expect(table.suggestedFilename()).toMatch(/^tocsin-alerts-[\dTZ-]+\.csv$/u);
  const [names, ...lines] = (await textOf(table)).trimEnd().split("\r\n");
  expect(names).toMatch(/^id,title,severity,status,/u);
  const infos = ids.filter((_, index) => index % 4 === 3).toReversed();
  expect(lines.map((line) => Number(line.split(",")[0]))).toEqual([odd, ...infos]);
  expect(lines[0]).toContain(`"'=HYPERLINK(""http://x.test"")"`);

  // The same from the keyboard.
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("combobox", { name: "What to do" })).toBeFocused();
  await page.keyboard.type("json");
  const [json] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  const alerts = (await textOf(json)).trimEnd().split("\n");
  expect(alerts.map((line) => v.parse(alertSchema, JSON.parse(line)).id)).toEqual([odd, ...infos]);
});

test.describe("on paper", () => {
  test.use(READ_ONLY);

  for (const [name, viewport] of [
    ["desk", { width: 1440, height: 900 }],
    ["phone", { width: 390, height: 780 }],
  ] as const) {
    test(`stand the rows and all of the alert that is open, in light, and no controls, from a ${name}`, async ({
      held,
      page,
    }, info) => {
      await page.emulateMedia({ colorScheme: "dark" });
      await page.setViewportSize(viewport);
      const newest = held.at(-1) ?? 0;
      const feed = await Feed.open(page, `/alerts/${newest}?label=env%3Dprod`);
      await expect(page.getByRole("button", { name: "More" })).toBeAttached();
      const rows = await feed.scroller.locator("[data-alert-id]").count();
      expect(rows).toBeGreaterThan(40);
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(ground).toBe("rgb(255, 255, 255)");
      await expect(
        page.locator("button, input, kbd, [data-timeline]").filter({ visible: true }),
      ).toHaveCount(0);
      await expect(feed.scroller.locator("[data-alert-id]").filter({ visible: true })).toHaveCount(
        rows,
      );
      await expect(feed.detail.getByRole("heading", { level: 2 })).toBeVisible();
      await expect(page.locator("[data-token]")).toBeVisible();
      // When it was, and not how long ago.
      const time = feed.row(newest).locator("time");
      const said = await time.evaluate((element) => getComputedStyle(element, "::after").content);
      expect(said).toBe(`"${await time.getAttribute("datetime")}"`);
      // All of it is on the page: nothing scrolls within it.
      const cut = await page.evaluate(() =>
        ["[data-feed-scroller]", "#detail"].filter((selector) => {
          const element = document.querySelector(selector);
          return element === null || element.scrollHeight > element.clientHeight + 1;
        }),
      );
      expect(cut).toEqual([]);
      await page.pdf({ path: info.outputPath("printed.pdf"), format: "A4" });
      await page.setViewportSize({ width: 690, height: 980 });
      await page.screenshot({ path: info.outputPath("paper.png") });
    });
  }
});
