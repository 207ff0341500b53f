import { Feed, frames } from "../support/feed.ts";
import { enter, expect, signIn, test } from "./team.ts";

test("who is signed out signs in over the feed and goes on where they were", async ({
  team,
  page,
}) => {
  await enter(page, "Mira", "/alerts/30");
  const feed = new Feed(page);
  await feed.expectLive();
  const draft = feed.detail.getByLabel("Note");
  await draft.fill("What I was about to say");
  const search = page.getByRole("combobox");
  const before = await feed.eye();
  let hasLoaded = false;
  page.on("load", () => (hasLoaded = true));

  await team.signOut("Mira");
  const dialog = page.getByRole("dialog", { name: "You are signed out" });
  await expect(dialog).toBeVisible();
  await expect(feed.connection).toHaveAttribute("data-connection", "signed-out");
  await expect(feed.connection).toHaveText("Signed out");
  await expect(dialog.getByLabel("Name")).toHaveValue("Mira");
  await expect(dialog.getByLabel("Password", { exact: true })).toBeFocused();
  const [missed = 0] = await team.open([{ title: "Meanwhile", severity: "critical" }]);

  await signIn(page, "Mira", "not hers");
  await expect(dialog.getByRole("alert")).toContainText("wrong");
  await signIn(page, "Mira");
  await expect(dialog).toHaveCount(0);
  await feed.expectLive();
  await expect(draft).toHaveValue("What I was about to say");
  await expect(draft).toBeFocused();
  await expect(page).toHaveURL("/alerts/30");
  expect(await feed.eye(), "the place").toEqual(before);
  await search.fill("Meanwhile");
  await feed.expectNewest(missed);
  expect(hasLoaded, "the page was not loaded anew").toBe(false);
});

test("who does not want to yet may look, and is asked when they want something", async ({
  team,
  page,
}) => {
  await enter(page, "Mira");
  const feed = new Feed(page);
  await feed.expectLive();
  await team.signOut("Mira");
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Not now" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(feed.connection).toHaveText("Signed out");
  await expect(feed.rows.first()).toBeVisible();

  await page.keyboard.press("j");
  await page.keyboard.press("a");
  await expect(dialog).toBeVisible();
  await expect(page.locator(".toast")).toContainText("Nobody is signed in");
  // Within one frame: the browser tells of the dialog that closed when it is open again.
  await dialog.getByRole("button", { name: "Not now" }).evaluate((notNow: HTMLElement) => {
    notNow.click();
    const buttons = [...document.querySelectorAll<HTMLElement>('button[type="button"]')];
    buttons.find(({ textContent }) => textContent === "Sign in")?.click();
  });
  await frames(page, 2);
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await signIn(page, "Mira");
  await feed.expectLive();
  await expect(page.locator('[data-status="acknowledged"]'), "nothing was done").toHaveCount(0);
});

test("for somebody else the page begins anew", async ({ team, page }) => {
  await team.add("Ada", "viewer");
  await enter(page, "Mira", "/alerts/30");
  const feed = new Feed(page);
  await feed.expectLive();
  await feed.detail.getByLabel("Note").fill("Mira's own words");
  await team.signOut("Mira");
  const loaded = page.waitForEvent("load");
  await signIn(page, "Ada");
  await loaded;
  await feed.expectLive();
  await expect(page.getByRole("button", { name: "Your account: Ada" })).toBeVisible();
  await expect(feed.detail.getByLabel("Note")).toHaveCount(0);
});

test("who signs in again beside the page is seen when the page is looked at", async ({
  team,
  page,
  context,
}) => {
  await enter(page, "Mira");
  const feed = new Feed(page);
  await feed.expectLive();
  await team.signOut("Mira");
  await expect(page.getByRole("dialog")).toBeVisible();
  const beside = await context.newPage();
  await enter(beside, "Mira");
  await beside.close();
  await page.bringToFront();
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await feed.expectLive();
});

test("a session that ended while the page was away is noticed when it calls", async ({
  team,
  page,
}) => {
  await enter(page, "Mira");
  const feed = new Feed(page);
  await feed.expectLive();
  await page.context().clearCookies();
  // As after a sleep: the socket has gone, and the next call comes from a stranger.
  await team.app.stop();
  await team.app.start();
  await expect(page.getByRole("dialog", { name: "You are signed out" })).toBeVisible();
  await expect(feed.connection).toHaveText("Signed out");
  await signIn(page, "Mira");
  await feed.expectLive();
});

test.use({
  expectedErrors: [
    /status of 40[13]|WebSocket connection|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE/u,
  ],
});
