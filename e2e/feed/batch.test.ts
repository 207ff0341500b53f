import type { Page } from "@playwright/test";
import { someAlerts } from "../support/app.ts";
import { axeOn } from "../support/axe.ts";
import { Feed, frames } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

test("rows are selected, stay so out of sight, and are acted on together", async ({
  app,
  page,
}) => {
  test.slow();
  const ids = (await app.open(someAlerts(700))).toReversed();
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = ids;
  const feed = await Feed.open(page);
  const bar = page.locator("[data-selected-count]");
  const selected = page.locator('[aria-selected="true"]');
  const toast = page.locator("[data-toast]");
  const statuses = async (...wanted: number[]) => {
    const { alerts } = await app.page("limit=200&deleted=include");
    return wanted.map((id) => alerts.find((one) => one.id === id)?.status);
  };
  const tops = () =>
    feed.scroller
      .locator("[data-alert-id]")
      .evaluateAll((rows) => rows.slice(0, 8).map((row) => row.getBoundingClientRect().top));

  // By pointer, by range and by key; nothing moves for the boxes or the bar.
  const before = await tops();
  await feed.row(a).hover();
  await feed.row(a).getByRole("checkbox", { name: "Select" }).click();
  await expect(feed.row(a)).toHaveAttribute("aria-selected", "true");
  await expect(bar).toHaveAttribute("data-selected-count", "1");
  // While any is selected, a title is of its row and leads nowhere.
  await feed
    .row(c)
    .getByRole("link")
    .click({ modifiers: ["Shift"] });
  await expect(bar).toHaveAttribute("data-selected-count", "3");
  await feed.row(e).focus();
  await page.keyboard.press("x");
  await expect(bar).toHaveAttribute("data-selected-count", "4");
  expect(await tops()).toEqual(before);
  await page.keyboard.press("Shift+ArrowDown");
  await expect(bar).toHaveAttribute("data-selected-count", "5");
  await page.keyboard.press("Shift+ArrowUp");
  await expect(bar).toHaveAttribute("data-selected-count", "4");
  await page.keyboard.press("x");
  await expect(feed.row(e)).toHaveAttribute("aria-selected", "false");
  await expect(bar).toContainText("3 selected");
  await expect(bar.getByRole("button", { name: "All 700 that match" })).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await problemsOf(page), colorScheme).toEqual([]);
  }

  // Rows that leave the page take nothing of it with them.
  await page.keyboard.press("End");
  await expect(feed.row(a)).toHaveCount(0);
  await expect(bar).toHaveAttribute("data-selected-count", "3");
  await page.keyboard.press("Home");
  await expect(feed.row(a)).toHaveAttribute("aria-selected", "true");
  await expect(selected).toHaveCount(3);

  // One of them refuses, is listed with its reason and stays selected. The others can be undone.
  await app.act(b, "acknowledge");
  await expect(feed.row(b)).toHaveAttribute("data-status", "acknowledged");
  await bar.getByRole("button", { name: "Acknowledge" }).click();
  const acknowledged = toast.filter({ hasText: "2 alerts acknowledged" });
  // It stays for as long as a pointer is on it, however long what comes between takes.
  await acknowledged.hover();
  const refused = page.getByRole("alert");
  await expect(refused).toContainText("Not done to 1 alert");
  await expect(refused).toContainText("The alert is already acknowledged");
  await expect(bar).toHaveAttribute("data-selected-count", "1");
  await expect(feed.row(a)).toHaveAttribute("data-status", "acknowledged");
  await acknowledged.getByRole("button", { name: "Undo" }).click();
  await expect(feed.row(a)).toHaveAttribute("data-status", "firing");
  expect(await statuses(a, b, c)).toEqual(["firing", "acknowledged", "firing"]);
  expect(await problemsOf(page), "refused").toEqual([]);
  await refused.getByRole("button", { name: "Dismiss" }).click();
  await page.keyboard.press("Escape");
  await expect(bar).toHaveCount(0);
  await expect(selected).toHaveCount(0);
  await expect(feed.rows.first()).toHaveRole("article");

  // With a note, until a time, and by key; z takes it back.
  await feed.row(c).focus();
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("n");
  await page.getByLabel("A note for all of them").fill("Known since Monday");
  await bar.getByRole("button", { name: "Snooze" }).click();
  const dialog = page.getByRole("dialog", { name: "Snooze" });
  await expect(dialog).toContainText("2 alerts");
  // Before nine another one is nearer.
  const hour = dialog.getByRole("button", { name: "For 1 hour" });
  await page.keyboard.press(await hour.locator("kbd").innerText());
  await expect(feed.row(d)).toContainText("snoozed until");
  await expect(bar).toHaveCount(0);
  const history = await (await page.request.get(`/api/alerts/${d}/events`)).text();
  expect(history).toContain("Known since Monday");
  await page.keyboard.press("z");
  await expect(feed.row(d)).not.toContainText("snoozed");
  await expect(feed.row(c)).not.toContainText("snoozed");

  // A note alone.
  await feed.row(c).focus();
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("n");
  await page.getByLabel("A note for all of them").fill("Nothing but words");
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(toast.filter({ hasText: "2 alerts noted" })).toBeVisible();
  await expect(
    toast.filter({ hasText: "noted" }).getByRole("button", { name: "Undo" }),
  ).toHaveCount(0);
  await expect(bar).toHaveCount(0);
  for (const id of [c, d]) {
    const written = await (await page.request.get(`/api/alerts/${id}/events`)).text();
    expect(written).toContain("Nothing but words");
  }
  await expect(feed.row(d)).toHaveAttribute("data-status", "firing");

  // All that match, also what the page has never read; what arrives meanwhile is left alone.
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/api\/operations\/\d+$/u, async (route) => {
    await gate;
    await route.continue();
  });
  await feed.row(a).focus();
  await page.keyboard.press("x");
  await bar.getByRole("button", { name: "All 700 that match" }).click();
  await expect(bar).toHaveAttribute("data-selected-count", "700");
  await expect(feed.row(e)).toHaveAttribute("aria-selected", "true");
  const [late = 0] = await app.open([{ title: "Late" }]);
  await bar.getByRole("button", { name: "Resolve" }).click();
  const running = page.getByRole("group", { name: /^Resolving/u });
  await expect(running.getByRole("progressbar")).toBeVisible();
  await expect(running.getByRole("button", { name: "Cancel" })).toBeVisible();
  release();
  const resolved = toast.filter({ hasText: "700 alerts resolved" });
  // It stays for as long as a pointer is on it, however long what comes between takes.
  await resolved.hover();
  await expect(bar).toHaveCount(0);
  await expect(feed.row(a)).toHaveAttribute("data-status", "resolved");
  expect(await app.allIds("status=firing")).toEqual([late]);

  // All of it is taken back, but for what has changed since.
  await app.act(b, "reopen");
  await app.act(b, "resolve");
  await resolved.getByRole("button", { name: "Undo" }).click();
  await expect(toast.filter({ hasText: "699 alerts undone, 1 has changed since" })).toBeVisible();
  await expect(refused).toContainText("The alert has changed since");
  await expect(feed.row(a)).toHaveAttribute("data-status", "firing");
  expect(await app.allIds("status=resolved")).toEqual([b]);
  await refused.getByRole("button", { name: "Dismiss" }).click();
  await expect(refused).toHaveCount(0);

  // By key, as the last deed.
  await feed.row(a).focus();
  await page.keyboard.press("x");
  await bar.getByRole("button", { name: /^All 70\d that match$/u }).click();
  await bar.getByRole("button", { name: "Delete" }).click();
  await expect(toast.filter({ hasText: "701 alerts deleted" })).toBeVisible();
  expect(await app.allIds("")).toEqual([]);
  await page.keyboard.press("z");
  await expect(toast.filter({ hasText: "701 alerts undone" })).toBeVisible();
  // They come back above where the reader was left with nothing.
  await page.keyboard.press("Home");
  await expect(feed.row(a)).toBeVisible();
  expect(await app.allIds("status=resolved")).toEqual([b]);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true });

  test("a finger that rests selects, and others follow with a tap", async ({ app, page }) => {
    const ids = (await app.open(someAlerts(30))).toReversed();
    const [a = 0, b = 0, c = 0] = ids;
    // What hears of it comes after the first view, and may be there before the page is seen to be live.
    const loaded = page.waitForResponse(/BatchBar/u);
    const feed = await Feed.open(page);
    const bar = page.locator("[data-selected-count]");
    await (await loaded).finished();
    await frames(page, 2);
    await hold(page, feed.row(a));
    await expect(feed.row(a)).toHaveAttribute("aria-selected", "true");
    await expect(page, "it opens nothing").toHaveURL(/\/$/u);
    await feed.row(b).tap();
    await expect(bar).toHaveAttribute("data-selected-count", "2");
    await expect(page, "nor do taps").toHaveURL(/\/$/u);
    const title = feed.row(c).getByRole("link");
    await title.tap();
    await expect(bar).toHaveAttribute("data-selected-count", "3");
    await title.tap();
    await expect(bar).toHaveAttribute("data-selected-count", "2");
    await expect(page, "nor does a title").toHaveURL(/\/$/u);
    const box = await bar.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
    // The number and what ends the selection are one line, and what is done is the next.
    const all = await bar.getByRole("button", { name: "All 30 that match" }).boundingBox();
    const end = await bar.getByRole("button", { name: "End the selection" }).boundingBox();
    const first = await bar.getByRole("button", { name: "Acknowledge" }).boundingBox();
    expect((all?.x ?? 999) + (all?.width ?? 0)).toBeLessThanOrEqual(end?.x ?? 0);
    expect((end?.y ?? 999) + (end?.height ?? 0)).toBeLessThanOrEqual(first?.y ?? 0);
    expect(await problemsOf(page)).toEqual([]);
    await bar.getByRole("button", { name: "Delete" }).tap();
    await expect(feed.row(a)).toHaveCount(0);
    await page.locator("[data-toast]").getByRole("button", { name: "Undo" }).tap();
    await expect(feed.row(a)).toBeVisible();

    // The same for all that match.
    await hold(page, feed.row(a));
    await bar.getByRole("button", { name: "All 30 that match" }).tap();
    await bar.getByRole("button", { name: "Delete" }).tap();
    const deleted = page.locator("[data-toast]", { hasText: "30 alerts deleted" });
    await deleted.getByRole("button", { name: "Undo" }).tap();
    await expect(page.locator("[data-toast]", { hasText: "30 alerts undone" })).toBeVisible();
    await expect(feed.row(a)).toBeVisible();
  });
});

/** Rests a finger on it until the row is selected. */
async function hold(page: Page, row: ReturnType<Feed["row"]>): Promise<void> {
  const box = await row.boundingBox();
  if (box === null) throw new Error("the row is not on screen");
  const session = await page.context().newCDPSession(page);
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
  await expect(row).toHaveAttribute("aria-selected", "true");
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await session.detach();
}

async function problemsOf(page: Page): Promise<string[]> {
  const { violations } = await axeOn(page).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary ?? ""}`),
  );
}
