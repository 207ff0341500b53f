import type { Request } from "@playwright/test";
import { someAlerts } from "../support/app.ts";
import { expect, test } from "../support/fixtures.ts";
import { note } from "../support/measured.ts";

/** What all of the page's script may take on the line (bytes, compressed). */
const BUDGET = 60_000;

test("the page asks for nothing that came with it", async ({ app, page }) => {
  await app.open(someAlerts(10));
  const asked: string[] = [];
  page.on("request", (request) => {
    if (["fetch", "xhr"].includes(request.resourceType())) asked.push(request.url());
  });
  await page.goto("/");
  await expect(page.locator('[data-connection="live"]')).toBeVisible();
  expect(asked).toEqual([]);
});

test("the script keeps to its budget", async ({ app, page }) => {
  await app.open(someAlerts(10));
  const scripts: Request[] = [];
  page.on("requestfinished", (request) => {
    if (request.resourceType() === "script") scripts.push(request);
  });
  await page.goto("/");
  await expect(page.locator('[data-connection="live"]')).toBeVisible();
  const sizes = await Promise.all(scripts.map((request) => request.sizes()));
  const sent = sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
  note("script, bytes", sent);
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThanOrEqual(BUDGET);
});
