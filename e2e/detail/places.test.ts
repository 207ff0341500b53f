import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, READ_ONLY, test } from "../support/fixtures.ts";
import { idsOf } from "../support/screen.ts";

test("/alerts/ID is the feed around that alert with its detail open", async ({ app, page }) => {
  const ids = await app.open(someAlerts(300));
  const id = ids[149] ?? 0;
  await app.act(id, "acknowledge", { note: "I am on it" });
  const feed = await Feed.open(page, `/alerts/${id}`);
  await expect(feed.row(id)).toBeInViewport();
  await expect(feed.detail.getByRole("heading", { level: 2 })).toHaveText("Alert 150");
  await expect(feed.detail, "its history").toContainText("I am on it");

  const shown = await idsOf(page);
  const all = await app.allIds();
  const first = all.indexOf(shown[0] ?? 0);
  expect(shown).toEqual(all.slice(first, first + shown.length));
  expect(shown).toContain(id + 10);
  expect(shown).toContain(id - 10);
});

test.describe("among alerts to which nothing happens", () => {
  test.use(READ_ONLY);

  test("closing the detail leaves the feed where it is, with its nodes", async ({ held, page }) => {
    const id = held[99] ?? 0;
    const feed = await Feed.open(page, `/alerts/${id}`);
    await expect(feed.row(id)).toBeInViewport();
    await feed.mark(id);
    await page.keyboard.press("Escape");
    await feed.expectClosed();
    expect(new URL(page.url()).pathname).toBe("/");
    expect(await feed.isMarked(id)).toBe(true);
    await expect(feed.row(id)).toBeInViewport();
  });

  test("opening a row's alert changes the address and remounts nothing", async ({ held, page }) => {
    const id = held.at(-5) ?? 0;
    const feed = await Feed.open(page);
    await feed.mark(id);
    await feed
      .row(id)
      .getByRole("link", { name: `Alert ${id}` })
      .click();
    await expect(page).toHaveURL(new RegExp(`/alerts/${id}$`, "u"));
    await expect(feed.detail.getByRole("heading", { level: 2 })).toHaveText(`Alert ${id}`);
    expect(await feed.isMarked(id)).toBe(true);

    await page.goBack();
    await feed.expectClosed();
    expect(await feed.isMarked(id)).toBe(true);
  });

  test("/?at=TIME is the feed as far down as that time", async ({ app, held, page }) => {
    const id = held[held.length / 2 - 1] ?? 0;
    const feed = await Feed.open(page, `/?at=${await app.receivedAt(id)}`);
    await expect(feed.row(id)).toBeInViewport();
    expect(await idsOf(page)).toContain(id);
  });

  test("a reload stays at the same alert", async ({ page }) => {
    const feed = await Feed.open(page);
    await feed.scrollDown(80);
    await feed.letGo();
    await feed.rest();
    const [before] = await feed.visible();
    await page.reload();
    await feed.expectLive();
    await expect.poll(async () => (await feed.visible())[0]?.id).toBe(before?.id);
    const [after] = await feed.visible();
    expect(Math.abs((after?.top ?? 0) - (before?.top ?? 0))).toBeLessThanOrEqual(1);
  });
});

test.describe("an alert that does not exist", () => {
  test.use({ ...READ_ONLY, expectedErrors: [/status of 404/u] });

  test("is said to be missing", async ({ page, held }) => {
    const answer = await page.goto(`/alerts/${held.length + 1}`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("main")).toContainText(/no (such )?alert/iu);
  });
});

test("an alert that changes all the time shows its history as it grows, and older on request", async ({
  app,
  page,
}) => {
  const [id = 0] = await app.open([{ title: "Busy" }]);
  let notes = 0;
  const write = () => app.act(id, "notes", { text: `Note ${(notes += 1)}.` });
  for (let times = 0; times < 45; times++) {
    await Promise.all(Array.from({ length: 10 }, write));
  }
  const feed = await Feed.open(page, `/alerts/${id}`);
  const lines = feed.detail.locator(".history > li");
  await expect(lines).toHaveCount(100);

  // Faster than the page reads, so that each read is overtaken by a change.
  const enough = new AbortController();
  const busy = (async () => {
    while (!enough.signal.aborted) await write();
  })();
  const newest = async () => Number(/\d+/u.exec(await lines.first().innerText())?.[0]);
  for (let times = 0; times < 3; times++) {
    const already = notes;
    await expect.poll(newest).toBeGreaterThan(already);
  }
  enough.abort();
  await busy;
  await expect(lines.first()).toContainText(`Note ${notes}.`);

  const older = feed.detail.getByRole("button", { name: "Older" });
  const counts = [];
  let last = await lines.last().innerText();
  while (!last.includes("Opened")) {
    await older.click();
    // Not toHaveText, which reads the lines of an entry as one.
    await expect.poll(() => lines.last().innerText()).not.toBe(last);
    last = await lines.last().innerText();
    counts.push(await lines.count());
  }
  await expect(lines.last()).toContainText("Opened");
  expect(Math.max(...counts)).toBeLessThanOrEqual(300);
  await feed.detail.getByRole("button", { name: "Back to the newest" }).click();
  await expect(lines.first()).toContainText(`Note ${notes}.`);
  await expect(lines).toHaveCount(100);
});
