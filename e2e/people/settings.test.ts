import type { Page } from "@playwright/test";
import { axeOn } from "../support/axe.ts";
import { Feed } from "../support/feed.ts";
import { enter, expect, PASSWORD, signIn, test } from "./team.ts";

test("a key is made, used, and revoked by who is told what stops", async ({ team, page }) => {
  await enter(page, "Mira", "/settings/keys");
  await expect(page.getByText("There is no key yet")).toBeVisible();
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByLabel("Name").fill("cron-prod");
  await page.getByLabel("Only as the source").fill("cron");
  await page.getByRole("button", { name: "Make the key" }).click();

  const made = page.getByRole("group", { name: "The key “cron-prod” is made" });
  const key = (await made.locator(".secret-text code").textContent()) ?? "";
  expect(key).toMatch(/^tocsin_\d+_[\w-]{43}$/u);
  await expect(made.locator("pre")).toContainText(`credentials: ${key}`);
  for (const name of ["Grafana", "curl"]) {
    await made.getByRole("button", { name, exact: true }).click();
    await expect(made.locator("pre")).toContainText(key);
  }
  const post = () =>
    team.app.fetch("/api/alerts", {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ title: "By key", source: "cron" }),
    });
  expect((await post()).status).toBe(200);

  await page.reload();
  await expect(page.getByText(key)).toHaveCount(0);
  const row = page.getByRole("listitem").filter({ hasText: "cron-prod" });
  await expect(row).toContainText("send alerts as cron");
  await row.getByRole("button", { name: "Revoke cron-prod" }).click();
  const dialog = page.getByRole("dialog", { name: "Revoke “cron-prod”?" });
  await expect(dialog).toContainText("Alerts from cron that are sent with it are refused");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(row).toBeVisible();
  await row.getByRole("button", { name: "Revoke cron-prod" }).click();
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(row).toHaveCount(0);
  await expect(page.getByText("There is no key yet")).toBeVisible();
  expect((await post()).status).toBe(401);
});

test("somebody is added, given another role, disabled and removed; the audit tells it", async ({
  page,
  browser,
  team,
}) => {
  await enter(page, "Mira", "/settings/people");
  await page.getByRole("button", { name: "New person" }).click();
  await page.getByLabel("Name").fill("Jon");
  await page.getByLabel("Role", { exact: true }).selectOption("operator");
  const password = await page.getByLabel("Password").inputValue();
  await page.getByRole("button", { name: "Add" }).click();
  await expect(page.getByText("It is shown this once")).toBeVisible();
  await expect(page.locator(".secret-text")).toContainText(password);
  await page.getByRole("button", { name: "Done" }).click();

  const context = await browser.newContext({ baseURL: team.app.url });
  const jons = await context.newPage();
  await jons.goto("/");
  await signIn(jons, "Jon", password);
  await new Feed(jons).expectLive();

  const row = page
    .getByRole("list", { name: "People" })
    .getByRole("listitem")
    .filter({ hasText: "Jon" });
  const role = page.getByLabel("Role of Jon");
  await role.selectOption("viewer");
  await expect(role).toHaveValue("viewer");
  await expect(page.locator(".audit")).toContainText("Mira made Jon a viewer");
  await row.getByRole("button", { name: "Disable Jon" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
  await expect(row).toContainText("disabled");
  // What the page was just reading may have failed as well, and says so beneath.
  const door = jons.getByRole("dialog", { name: "You are signed out" });
  await expect(door).toBeVisible();
  await signIn(jons, "Jon", password);
  await expect(door.getByRole("alert")).toContainText("wrong");

  await row.getByRole("button", { name: "Remove Jon" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(row).toHaveCount(0);
  const audit = page.locator(".audit");
  await expect(audit.getByRole("listitem").first()).toContainText("Mira removed Jon");
  await expect(audit).toContainText("Mira disabled Jon");
  await expect(audit).toContainText("Mira added Jon as an operator");
  await context.close();
});

test("the last admin stays one, and it is said why", async ({ page }) => {
  await enter(page, "Mira", "/settings/people");
  const role = page.getByLabel("Role of Mira");
  await role.selectOption("viewer");
  await expect(page.getByRole("alert").filter({ hasText: "no admin left" })).toBeVisible();
  await expect(role).toHaveValue("admin");
});

test("one's password is changed and one's other sessions end", async ({ team, page, browser }) => {
  await enter(page, "Mira", "/settings/you");
  const context = await browser.newContext({ baseURL: team.app.url });
  const other = await context.newPage();
  await enter(other, "Mira");
  await new Feed(other).expectLive();
  await page.reload();
  const sessions = page.getByRole("list", { name: "Sessions" }).getByRole("listitem");
  // That of the test itself, too.
  await expect(sessions).toHaveCount(3);
  await expect(sessions.filter({ hasText: "This one" })).toHaveCount(1);

  await page.getByLabel("Present password").fill("not hers");
  await page.getByLabel("New password").fill("another horse entirely");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\w/u })).toContainText(/wrong/u);
  await page.getByLabel("Present password").fill(PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Changed. Your other sessions have ended.")).toBeVisible();
  await expect(sessions).toHaveCount(1);
  await expect(other.getByRole("dialog", { name: "You are signed out" })).toBeVisible();
  await signIn(other, "Mira", "another horse entirely");
  await new Feed(other).expectLive();

  await page.reload();
  await expect(sessions).toHaveCount(2);
  await sessions.getByRole("button", { name: /End the session/u }).click();
  await expect(sessions).toHaveCount(1);
  await expect(other.getByRole("dialog", { name: "You are signed out" })).toBeVisible();
  await context.close();
});

test("the settings are loaded when they are opened, and not before", async ({ page }) => {
  const files: string[] = [];
  page.on("request", (request) => files.push(request.url()));
  await enter(page, "Mira");
  await new Feed(page).expectLive();
  expect(files.filter((url) => /settings/u.test(url))).toEqual([]);
  await page.goto("/settings/you");
  await expect(page.getByRole("heading", { name: "You", exact: true })).toBeVisible();
  expect(files.filter((url) => /settings-[^/]*\.css/u.test(url))).toHaveLength(1);
});

test("from one page of the settings to another nothing is loaded but what it shows", async ({
  page,
}) => {
  await enter(page, "Mira", "/settings/you");
  let documents = 0;
  page.on("request", (request) => (documents += request.resourceType() === "document" ? 1 : 0));
  const settings = page.getByRole("navigation", { name: "Settings" });
  await settings.getByRole("link", { name: "People" }).click();
  await expect(page.getByRole("heading", { name: "People" })).toBeVisible();
  await expect(page.getByRole("list", { name: "People" })).toContainText("Mira");
  await settings.getByRole("link", { name: "Sources and keys" }).click();
  await expect(page.getByText("There is no key yet")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("list", { name: "People" })).toContainText("Mira");
  expect(documents).toBe(0);
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("the door and the settings have no accessibility problem", async ({ team, page }) => {
      await page.goto("/sign-in");
      await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeEnabled();
      expect(await problemsOf(page), "sign-in").toEqual([]);
      await enter(page, "Mira");
      await new Feed(page).expectLive();
      await page.getByRole("button", { name: "Your account: Mira" }).click();
      expect(await problemsOf(page), "account").toEqual([]);
      for (const name of ["you", "keys", "people"]) {
        await page.goto(`/settings/${name}`);
        await expect(page.getByRole("button", { name: /Sign out|New/u }).last()).toBeEnabled();
        expect(await problemsOf(page), name).toEqual([]);
      }
      await page.getByRole("button", { name: "New person" }).click();
      expect(await problemsOf(page), "new person").toEqual([]);
      await page.goto("/");
      await new Feed(page).expectLive();
      await team.signOut("Mira");
      await expect(page.getByRole("dialog")).toBeVisible();
      expect(await problemsOf(page), "over the feed").toEqual([]);
    });
  });
}

async function problemsOf(page: Page): Promise<string[]> {
  const { violations } = await axeOn(page).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
