import { Feed } from "../support/feed.ts";
import { idsOf } from "../support/screen.ts";
import { enterByDoor, expect, PASSWORD, signIn, test } from "./team.ts";

test("who is not signed in is led to sign in and back to the same place", async ({ page }) => {
  const newest = 57;
  await page.goto(`/alerts/${newest}?severity=info`);
  await expect(page).toHaveURL(/\/sign-in\?to=/u);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(page.getByLabel("Name")).toBeFocused();
  await signIn(page, "Mira");
  await expect(page).toHaveURL(`/alerts/${newest}?severity=info`);
  await new Feed(page).expectLive();
  await page.goBack();
  await expect(page, "going back does not lead to the form").not.toHaveURL(/sign-in/u);
});

test("it leads to no other site", async ({ team, page }) => {
  for (const to of ["//evil.example/", "https://evil.example/", "/\\evil.example"]) {
    await enterByDoor(page, "Mira", to);
    expect(new URL(page.url()).origin).toBe(new URL(team.app.url).origin);
    await new Feed(page).expectLive();
    await page.context().clearCookies();
  }
});

test("what goes wrong says what to do, and moves nothing", async ({ page }) => {
  await page.goto("/sign-in");
  const button = page.getByRole("button", { name: "Sign in", exact: true });
  await expect(button).toBeEnabled();
  const before = await button.boundingBox();
  await signIn(page, "Mira", "not hers");
  await expect(page.getByRole("alert")).toContainText("name or the password is wrong");
  await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
  expect(await button.boundingBox()).toEqual(before);
  await expect(page).toHaveURL(/\/sign-in$/u);

  await page.route("/api/session", (route) => route.abort());
  await signIn(page, "Mira");
  await expect(page.getByRole("alert")).toContainText("cannot be reached");
  await page.unroute("/api/session");

  const tooMany = { status: 429, headers: { "retry-after": "3" }, json: TOO_MANY };
  await page.route("/api/session", (route) => route.fulfill(tooMany));
  await signIn(page, "Mira");
  await expect(page.getByText(/Wait [123] s/u)).toBeVisible();
  await page.unroute("/api/session");
  await expect(page.getByText(/Wait \d s/u)).toHaveCount(0);
  await signIn(page, "Mira");
  await expect(page).toHaveURL("/");
});

const TOO_MANY = { code: "too-many-attempts", title: "Too many attempts to sign in", detail: "" };
test.use({
  expectedErrors: [/status of (?:40[139]|429)|ERR_FAILED/u],
});

test("ASVS 6.2.6 and 6.2.7: a password manager finds what it looks for, and a password can be looked at", async ({
  page,
}) => {
  await page.goto("/sign-in");
  const form = page.locator(
    "form:has([autocomplete=username]):has([autocomplete=current-password])",
  );
  await expect(form.locator("input[name=name]")).toBeEditable();
  const password = form.locator("input[name=password]");
  await expect(password).toHaveAttribute("type", "password");
  await password.fill(PASSWORD);
  await page.getByRole("button", { name: "Show what is typed" }).click();
  await expect(password).toHaveAttribute("type", "text");
  await expect(password).toHaveValue(PASSWORD);
});

test("ASVS 7.4.4: signing out leads to signing in, and nothing is left open", async ({ page }) => {
  await enterByDoor(page, "Mira");
  await new Feed(page).expectLive();
  await page.getByRole("button", { name: "Your account: Mira" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/u);
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/u);
});

test("without script the feed can be read, and the door says what it needs", async ({
  team,
  page,
  browser,
}) => {
  await enterByDoor(page, "Mira");
  const context = await browser.newContext({
    javaScriptEnabled: false,
    baseURL: team.app.url,
    storageState: await page.context().storageState(),
  });
  const plain = await context.newPage();
  await plain.goto("/");
  expect((await idsOf(plain)).length).toBe(50);
  await plain.goto("/settings/keys");
  await expect(plain.getByRole("heading", { name: "Sources and keys" })).toBeVisible();
  await context.clearCookies();
  await plain.goto("/");
  await expect(plain).toHaveURL(/\/sign-in/u);
  await expect(plain.locator(".no-script")).toBeVisible();
  await context.close();
});
