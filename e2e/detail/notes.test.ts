import type { Page } from "@playwright/test";
import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

const field = (page: Page) => page.getByRole("textbox", { name: "Note" });

test("a draft belongs to its alert, and outlives other alerts, the detail and the page", async ({
  app,
  page,
}) => {
  const [one = 0, two = 0] = await app.open(someAlerts(2));
  const feed = await Feed.open(page, `/alerts/${one}`);
  await field(page).pressSequentially("About one");
  await feed.row(two).click();
  await expect(page).toHaveURL(new RegExp(`/alerts/${two}$`, "u"));
  await expect(field(page)).toHaveValue("");
  await field(page).pressSequentially("About two");
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(feed.detail).toContainText("About two");
  await expect(field(page)).toHaveValue("");

  await feed.row(one).click();
  await expect(field(page)).toHaveValue("About one");
  await field(page).press("End");
  await field(page).press("Escape");
  await expect(field(page)).not.toBeFocused();
  await expect(page, "the text is left before the alert").toHaveURL(/\/alerts\//u);
  await page.keyboard.press("Escape");
  await feed.expectClosed();
  await page.getByRole("link", { name: "Firing" }).click();
  await feed.row(one).click();
  await expect(field(page)).toHaveValue("About one");
  await page.reload();
  await feed.expectLive();
  await expect(field(page)).toHaveValue("About one");
  const answer = await app.fetch(`/api/alerts/${one}/events`);
  expect(await answer.text()).not.toContain("AlertNoted");
});

test("what is typed while a note is saved stays, and it is sent once", async ({ app, page }) => {
  const [id = 0] = await app.open(someAlerts(1));
  const feed = await Feed.open(page, `/alerts/${id}`);
  const saved = Promise.withResolvers<void>();
  let requests = 0;
  await page.route("**/notes", async (route) => {
    requests++;
    await saved.promise;
    await route.continue();
  });
  await field(page).pressSequentially("First");
  await page.keyboard.down("Control");
  for (let repeats = 0; repeats < 5; repeats++) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await page.keyboard.up("Control");
  await page.getByRole("button", { name: "Add note" }).dblclick();
  await field(page).press("Control+End");
  await page.keyboard.type(" second");
  saved.resolve();
  await expect(feed.detail).toContainText("First");
  await expect(field(page)).toHaveValue("second");
  expect(requests).toBe(1);
});
