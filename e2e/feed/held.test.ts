import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { idsOf, largestShift, startSampling, stopSampling } from "../support/screen.ts";

/** Time (ms) for which the hand must have been gone before what it kept out comes in. */
const REST = 10_000;

const HANDS = {
  "the focus is in a row": async (feed: Feed) => {
    await feed.page.keyboard.press("j");
  },
  "text in a row is selected": async (feed: Feed) => {
    await feed.rows.nth(3).evaluate((row) => getSelection()?.selectAllChildren(row));
  },
  "a dialog is open": async (feed: Feed) => {
    await feed.page.keyboard.press("?");
    await expect(feed.page.getByRole("dialog")).toBeVisible();
  },
};

for (const [hand, lay] of Object.entries(HANDS)) {
  test(`nothing moves while ${hand}, and all that is held is counted`, async ({ app, page }) => {
    await app.open(someAlerts(60));
    const feed = await Feed.open(page);
    await lay(feed);
    await startSampling(page);
    await app.open(someAlerts(4));
    await expect(feed.pill).toHaveAttribute("data-new-count", "4");
    await app.open(someAlerts(3));
    await expect(feed.pill).toHaveAttribute("data-new-count", "7");
    expect(largestShift(await stopSampling(page))).toBeLessThanOrEqual(0.5);
  });
}

test("once the hand has been gone for ten seconds, what it held comes in", async ({
  app,
  page,
}) => {
  await app.open(someAlerts(60));
  const feed = await Feed.open(page);
  await feed.pointAt();
  const [id = 0] = await app.open([{ title: "Held" }]);
  await expect(feed.pill).toHaveAttribute("data-new-count", "1");
  await feed.letGo();
  const letGo = Date.now();
  await expect(feed.pill).toHaveCount(0);
  expect(Date.now() - letGo).toBeGreaterThanOrEqual(REST);
  await feed.expectNewest(id);
  await expect(feed.row(id)).toBeInViewport();
});

test("held alerts that change or go meanwhile are right when they come in", async ({
  app,
  page,
}) => {
  await app.open(someAlerts(60));
  const feed = await Feed.open(page);
  await feed.pointAt();
  const [kept = 0, gone = 0, changed = 0] = await app.open([
    { title: "Kept" },
    { title: "Gone" },
    { title: "Changed", fingerprint: "f", severity: "info" },
  ]);
  await expect(feed.pill).toHaveAttribute("data-new-count", "3");
  await app.post([{ title: "Worse", fingerprint: "f", severity: "critical" }]);
  await app.act(kept, "acknowledge");
  await app.fetch(`/api/alerts/${gone}`, { method: "DELETE" });
  await expect(feed.pill).toHaveAttribute("data-new-count", "2");

  await feed.pill.click();
  await feed.expectNewest(changed);
  await expect(feed.row(changed)).toContainText("Worse");
  await expect(feed.row(changed)).toHaveAttribute("data-severity", "critical");
  await expect(feed.row(kept)).toHaveAttribute("data-status", "acknowledged");
  await expect(feed.row(gone)).toHaveCount(0);
});

test("rows that change or go while they are not on the page are right when they return", async ({
  app,
  page,
}) => {
  const ids = (await app.open(someAlerts(400))).toReversed();
  const feed = await Feed.open(page);
  const [first = 0, second = 0, third = 0] = ids;
  await expect(async () => {
    await feed.glide(4000, 12_000);
    await expect(feed.row(third)).toHaveCount(0, { timeout: 1 });
  }).toPass({ intervals: [0] });
  await app.act(first, "acknowledge");
  await app.fetch(`/api/alerts/${second}`, { method: "DELETE" });
  await app.act(third, "resolve");

  await expect(async () => {
    await feed.glide(-8000, 12_000);
    await expect(feed.row(first)).toHaveCount(1, { timeout: 1 });
  }).toPass({ intervals: [0] });
  await expect(feed.row(first)).toHaveAttribute("data-status", "acknowledged");
  await expect(feed.row(second)).toHaveCount(0);
  await expect(feed.row(third)).toHaveAttribute("data-status", "resolved");
  const shown = await idsOf(page);
  expect(shown).toEqual((await app.allIds()).slice(0, shown.length));
});

test("rows on screen that go, or match no longer, leave the row at the eye where it is", async ({
  app,
  page,
}) => {
  await app.open(someAlerts(300));
  const feed = await Feed.open(page, "/?status=firing");
  await feed.scrollDown(30);
  await feed.letGo();
  await feed.rest();
  const [eye, ...below] = (await feed.visible()).filter(({ top }) => top >= 0);
  const [deleted = 0, resolved = 0] = below.map(({ id }) => id);
  await startSampling(page);
  await app.fetch(`/api/alerts/${deleted}`, { method: "DELETE" });
  await app.act(resolved, "resolve");
  await expect(feed.row(deleted)).toHaveCount(0);
  await expect(feed.row(resolved)).toHaveCount(0);
  const tops = (await stopSampling(page)).map((places) => places[eye?.id ?? 0]);
  expect(new Set(tops)).toEqual(new Set([eye?.top]));
});
