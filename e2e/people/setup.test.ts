import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { PASSWORD, setupCodeOf } from "./team.ts";

test.use({ expectedErrors: [/status of 403/u] });

test("the first account is made by the code that the server has written", async ({ app, page }) => {
  await page.goto("/");
  const notice = page.getByRole("region", { name: "Notice" });
  await expect(notice).toContainText("Anyone on this machine may use this server");
  await notice.getByRole("link", { name: "Make an account" }).click();
  await expect(page).toHaveURL("/setup");
  const create = page.getByRole("button", { name: "Make the account" });
  await page.getByLabel("Code").fill("AAAA-AAAA");
  await page.getByLabel("Your name").fill("Mira");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await create.click();
  await expect(page.getByRole("alert")).toContainText("That is not the code");
  await page.getByLabel("Code").fill(setupCodeOf(app));
  await create.click();
  await expect(page).toHaveURL("/");
  await new Feed(page).expectLive();
  await expect(page.getByRole("button", { name: "Your account: Mira" })).toBeVisible();
  await expect(notice).toHaveCount(0);
  await page.goto("/setup");
  await expect(page.getByText("There is an admin already")).toBeVisible();
});

test("the notice that nobody signs in can be hidden for good", async ({ page }) => {
  const feed = await Feed.open(page);
  await page.getByRole("button", { name: "Hide this notice" }).click();
  await expect(page.getByRole("region", { name: "Notice" })).toHaveCount(0);
  await page.reload();
  await feed.expectLive();
  await expect(page.getByRole("region", { name: "Notice" })).toHaveCount(0);
});
