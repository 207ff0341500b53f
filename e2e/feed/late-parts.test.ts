import type { Page } from "@playwright/test";
import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

// A browser reports requests that fail, whoever handles them.
test.use({ expectedErrors: [/ERR_FAILED/u] });

const OPENED = "**/opened-*.js";
const ACTIONS = "**/alert-actions-*.js";

/** Lets a script of the page wait until the returned function is called. */
async function hold(page: Page, script: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(script, (route) => promise.then(() => route.continue()));
  return resolve;
}

test("keys that are pressed before what they need is there are not lost", async ({ app, page }) => {
  const [id = 0] = await app.open(someAlerts(3));
  const releaseActions = await hold(page, ACTIONS);
  const releaseOpened = await hold(page, OPENED);
  const feed = await Feed.open(page);
  await feed.row(id).focus();
  await page.keyboard.press("a");
  await page.keyboard.press("n");
  await expect(page).toHaveURL(new RegExp(`/alerts/${id}$`, "u"));
  await expect(feed.detail.getByText("Loading…")).toBeVisible();
  await expect(feed.row(id)).toHaveAttribute("data-status", "firing");
  releaseActions();
  await expect(feed.row(id)).toHaveAttribute("data-status", "acknowledged");
  releaseOpened();
  await expect(page.getByRole("textbox", { name: "Note" })).toBeFocused();
});

test("what is typed before the suggestions are there has them when they are", async ({
  app,
  page,
}) => {
  await app.open([{ title: "Disk", labels: { env: "prod" } }]);
  const release = await hold(page, "**/Suggestions-*.js");
  await Feed.open(page);
  const asked = page.waitForRequest("**/Suggestions-*.js");
  await page.keyboard.press("/");
  await page.keyboard.type("en");
  await asked;
  release();
  await expect(page.getByRole("option", { name: "env=prod" })).toBeVisible();
});

test("a part that could not be loaded says so, and is loaded when it is tried again", async ({
  app,
  page,
}) => {
  const [id = 0] = await app.open(someAlerts(3));
  // The page asks for it by itself, too: until the button is pressed that fails as well.
  await page.addInitScript(() => {
    const note = ({ target }: Event) => {
      if (target instanceof HTMLButtonElement && target.textContent === "Try again")
        document.documentElement.dataset["triedAgain"] = "";
    };
    addEventListener("click", note, { capture: true });
  });
  let isTriedAgain = false;
  await page.route(OPENED, async (route) => {
    isTriedAgain ||= await page.evaluate(() => "triedAgain" in document.documentElement.dataset);
    await (isTriedAgain ? route.continue() : route.abort());
  });
  await page.route(ACTIONS, (route) => route.abort());
  const feed = await Feed.open(page);
  await feed.row(id).click();
  await expect(feed.detail.getByRole("alert")).toContainText("The details could not be loaded");
  await page.keyboard.press("a");
  await expect(page.locator("[data-toast]")).toContainText("could not be loaded");
  await expect(feed.row(id)).toHaveAttribute("data-status", "firing");

  await page.unroute(ACTIONS);
  const button = feed.detail.getByRole("button", { name: "Try again" });
  // Where an attempt of its own is under way as the button is pressed, that one fails for both.
  await expect(async () => {
    if (await button.isVisible()) await button.click({ timeout: 1000 });
    const heading = feed.detail.getByRole("heading", { level: 2 });
    await expect(heading).toContainText(`Alert ${id}`, { timeout: 1000 });
  }).toPass();
  await page.keyboard.press("a");
  await expect(feed.row(id)).toHaveAttribute("data-status", "acknowledged");
});

test("a part that cannot be loaded at the second try, either, is asked for by a new page", async ({
  app,
  page,
}) => {
  const [id = 0] = await app.open(someAlerts(3));
  let isNew = false;
  await page.route(ACTIONS, (route) => (isNew ? route.continue() : route.abort()));
  const feed = await Feed.open(page);
  const toast = page.locator("[data-toast]");
  await feed.row(id).focus();
  await page.keyboard.press("a");
  await expect(toast).toContainText("could not be loaded");
  await feed.row(id).focus();
  // A page that has just begun would not help.
  await expect.poll(() => page.evaluate(() => performance.now())).toBeGreaterThan(10_000);
  const loaded = page.waitForEvent("load");
  await page.keyboard.press("a");
  await loaded;
  isNew = true;
  await feed.expectLive();
  await expect(toast).toHaveCount(0);
  await feed.row(id).focus();
  await page.keyboard.press("a");
  await expect(feed.row(id)).toHaveAttribute("data-status", "acknowledged");
});

test("an alert that the address opens comes with the page, whose nodes stay", async ({
  app,
  page,
}) => {
  const [id = 0] = await app.open(someAlerts(3));
  const release = await hold(page, OPENED);
  const feed = new Feed(page);
  await page.goto(`/alerts/${id}`);
  const title = feed.detail.getByRole("heading", { level: 2 });
  await expect(title).toContainText(`Alert ${id}`);
  await title.evaluate((node) => Object.assign(node, { isMarked: true }));
  await expect(feed.connection, "which it says until then").toHaveAttribute(
    "data-connection",
    "connecting",
  );
  release();
  await feed.expectLive();
  expect(await title.evaluate((node) => "isMarked" in node)).toBe(true);
  await expect(feed.detail.getByRole("button", { name: "Add note" })).toBeEnabled();
});

test("what such a page waits for comes beside its script, none of it only after another", async ({
  app,
  page,
}) => {
  const [id = 0] = await app.open(someAlerts(3));
  const asked = new Set<string>();
  page.on("request", (request) => {
    if (request.resourceType() === "script") asked.add(new URL(request.url()).pathname);
  });
  const release = await hold(page, "**/entry-client-*.js");
  await page.goto(`/alerts/${id}`, { waitUntil: "commit" });
  await expect.poll(() => [...asked].some((path) => path.includes("/opened-"))).toBe(true);
  const beside = new Set(asked);
  release();
  await new Feed(page).expectLive();
  // That is not waited for.
  const after = [...asked.difference(beside)].filter((path) => !path.includes("/NearInTime-"));
  expect(after).toEqual([]);
});

test("where what it opens cannot be loaded at first, a page is taken over in the end", async ({
  app,
  page,
}) => {
  const [id = 0] = await app.open(someAlerts(3));
  await page.route(OPENED, (route) => route.abort(), { times: 1 });
  const feed = await Feed.open(page, `/alerts/${id}`);
  await expect(feed.detail.getByRole("button", { name: "Add note" })).toBeEnabled();
});

test("where that cannot be loaded for long, though the server answers, a new page comes", async ({
  app,
  page,
}) => {
  const [id = 0] = await app.open(someAlerts(3));
  await page.route(OPENED, (route) => route.abort());
  const feed = new Feed(page);
  await page.goto(`/alerts/${id}`);
  await page.evaluate(() => Object.assign(window, { isOld: true }));
  const isOld = () => page.evaluate(() => "isOld" in window).catch(() => true);
  await expect.poll(isOld).toBe(false);
  await page.unroute(OPENED);
  await feed.expectLive();
  await expect(feed.detail.getByRole("button", { name: "Add note" })).toBeEnabled();
});

test("why there are no rows is said by the page as it comes, and by one that has run out", async ({
  app,
  page,
}) => {
  const feed = await Feed.open(page);
  const title = feed.scroller.locator("..").getByRole("heading", { level: 2 });
  await expect(title).toHaveText("No alerts yet");
  const [id = 0] = await app.open(someAlerts(1));
  await expect(feed.row(id)).toBeVisible();
  await page.goto("/?q=nothing-is-like-that");
  await expect(title).toHaveText("Nothing found");
});
