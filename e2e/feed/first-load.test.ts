import { someAlerts } from "../support/app.ts";
import { expect, test } from "../support/fixtures.ts";

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
