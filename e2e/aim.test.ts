import type { Locator, Page } from "@playwright/test";
import { type App, someAlerts } from "./app.ts";
import { Feed, frames } from "./feed.ts";
import { expect, test } from "./fixtures.ts";
import { largestShift, startSampling, stopSampling } from "./screen.ts";

// Oracle: what opens, and where rows stand at every frame, while others come and go.

const HANDS = {
  "a mouse lies still over the rows": async ({ page, rows }: Feed) => {
    await rows.nth(3).hover();
    await page.clock.runFor(20_000);
  },
  "a menu is open on a row": async ({ page, rows }: Feed) => {
    await rows.nth(3).click({ button: "right" });
    await page.clock.runFor(20_000);
  },
  "a button is down on a row": async ({ page, rows }: Feed) => {
    await rows.nth(3).hover();
    await page.mouse.down();
    await page.clock.runFor(20_000);
  },
  "a finger is on a row": async ({ page, rows }: Feed) => {
    const box = await rows.nth(3).boundingBox();
    const point = { x: (box?.x ?? 0) + 50, y: (box?.y ?? 0) + 20 };
    const session = await page.context().newCDPSession(page);
    await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] });
    await page.clock.runFor(20_000);
  },
};

const WAYS: Readonly<Record<string, Parameters<Locator["click"]>[0]>> = {
  Ctrl: { modifiers: ["Control"] },
  Shift: { modifiers: ["Shift"] },
  "the middle button": { button: "middle" },
};

test.describe("with a mouse and a finger", () => {
  test.use({ hasTouch: true });

  for (const [hand, lay] of Object.entries(HANDS)) {
    test(`nothing comes in at the head while ${hand}`, async ({ app, page }) => {
      await app.open(someAlerts(40));
      await page.clock.install();
      const feed = await Feed.open(page);
      await lay(feed);
      await startSampling(page);
      await app.open(someAlerts(3));
      await expect(feed.pill).toHaveAttribute("data-new-count", "3");
      expect(largestShift(await stopSampling(page))).toBe(0);
    });
  }
});

test("what is touched is what opens, with twenty arrivals a second at the head", async ({
  app,
  page,
}) => {
  await app.open(someAlerts(40));
  const feed = await Feed.open(page);
  await recordPresses(page);
  const storm = keepPosting(app);
  for (let presses = 0; presses < 6; presses++) {
    // The hand comes from elsewhere and presses where it arrives.
    await page.mouse.move(5, 5);
    await page.mouse.move(300, 300 + presses * 7);
    await page.mouse.down();
    await frames(page, 12);
    await page.mouse.up();
    const pressed = await page.evaluate(() => window.pressed);
    await expect(page).toHaveURL(new RegExp(`/alerts/${pressed}$`, "u"));
    await expect(feed.detail.getByRole("heading", { level: 2 })).toBeVisible();
  }
  await storm.stop();
});

test.describe("with a finger", () => {
  test.use({ hasTouch: true });

  test("what is touched is what opens, while others arrive before the finger is lifted", async ({
    app,
    page,
  }) => {
    await app.open(someAlerts(40));
    await Feed.open(page);
    await recordPresses(page);
    const session = await page.context().newCDPSession(page);
    const storm = keepPosting(app);
    await frames(page, 20);
    const touchPoints = [{ x: 300, y: 400 }];
    await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
    await frames(page, 15);
    await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await expect(page).toHaveURL(/\/alerts\//u);
    const pressed = await page.evaluate(() => window.pressed);
    expect(page.url()).toMatch(new RegExp(`/alerts/${pressed}$`, "u"));
    await storm.stop();
  });
});

test("rows that go above the one under the pointer do not move it, also at the very top", async ({
  app,
  page,
}) => {
  const ids = (await app.open(someAlerts(40))).toReversed();
  const feed = await Feed.open(page, "/?status=firing");
  const [gone = 0, acknowledged = 0, , , aimed = 0] = ids;
  await feed.row(aimed).hover();
  await startSampling(page);
  await app.fetch(`/api/alerts/${gone}`, { method: "DELETE" });
  await app.act(acknowledged, "acknowledge");
  await expect(feed.row(gone)).toHaveCount(0);
  await expect(feed.row(acknowledged)).toHaveCount(0);
  const tops = (await stopSampling(page)).map((places) => places[aimed] ?? Number.NaN);
  expect(Math.max(...tops) - Math.min(...tops)).toBeLessThanOrEqual(0.5);
  await page.mouse.down();
  await page.mouse.up();
  await expect(page).toHaveURL(new RegExp(`/alerts/${aimed}\\?`, "u"));
  // And once the hand has gone, the rows begin at the top again.
  await feed.letGo();
  const above = () =>
    feed.rows.first().evaluate((row) => {
      const scroller = row.closest("[data-feed-scroller]");
      return row.getBoundingClientRect().top - (scroller?.getBoundingClientRect().top ?? 0);
    });
  await expect.poll(above).toBe(0);
});

test("a pill that comes up under a pointer leaves the press to what it was aimed at", async ({
  app,
  page,
}) => {
  await app.open(someAlerts(40));
  const feed = await Feed.open(page);
  // In its middle, where the pill will be.
  await feed.rows.first().hover();
  await page.evaluate(() => {
    new MutationObserver((_, observer) => {
      const pill = document.querySelector("[data-new-count]");
      if (!pill) return;
      observer.disconnect();
      const { left, top, width, height } = pill.getBoundingClientRect();
      const hit = document.elementFromPoint(left + width / 2, top + height / 2);
      window.pressed = Number(hit?.closest("[data-alert-id]")?.getAttribute("data-alert-id"));
    }).observe(document.body, { childList: true, subtree: true });
  });
  await app.open(someAlerts(1));
  await expect(feed.pill).toHaveAttribute("data-new-count", "1");
  expect(await page.evaluate(() => window.pressed)).toBeGreaterThan(0);
  await feed.pill.click();
  await expect(feed.pill).toHaveCount(0);
});

for (const [way, options] of Object.entries(WAYS)) {
  test(`a click on a row with ${way} opens the alert elsewhere, as on a link`, async ({
    app,
    page,
    context,
  }) => {
    const [id = 0] = await app.open(someAlerts(3));
    const feed = await Feed.open(page);
    for (const target of [feed.row(id).locator(".meta"), feed.row(id).getByRole("link")]) {
      const opened = context.waitForEvent("page");
      await target.click({ ...options, position: { x: 3, y: 3 } });
      const other = await opened;
      await expect(other).toHaveURL(new RegExp(`/alerts/${id}$`, "u"));
      await other.close();
      await expect(page).toHaveURL(/\/$/u);
    }
  });
}

test("text that is selected in a row opens nothing, and is copied without the buttons", async ({
  app,
  page,
}) => {
  await app.open(someAlerts(3));
  const feed = await Feed.open(page);
  const box = await feed.rows.nth(1).locator(".meta").boundingBox();
  if (!box) throw new Error("the labels are not on screen");
  await page.mouse.move(box.x + 1, box.y + 4);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 8, { steps: 5 });
  await page.mouse.up();
  const selected = () => page.evaluate(() => String(getSelection()));
  expect(await selected()).toContain("api");
  await frames(page, 5);
  await expect(page).toHaveURL(/\/$/u);
  await feed.rows.nth(1).hover();
  await expect(feed.rows.nth(1).getByRole("button", { name: "Resolve" })).toBeVisible();
  await page.keyboard.press("Control+a");
  expect(await selected()).toContain("Alert 2");
  expect(await selected()).not.toMatch(/Resolve\b|Acknowledge\b|Delete/u);
});

test("after a click on a row, PageDown reads on by the page", async ({ app, page }) => {
  const ids = (await app.open(someAlerts(60))).toReversed();
  const feed = await Feed.open(page);
  await feed
    .row(ids[1] ?? 0)
    .locator(".meta")
    .click({ position: { x: 3, y: 3 } });
  await expect(feed.detail.getByRole("heading", { level: 2 })).toBeVisible();
  await page.keyboard.press("PageDown");
  await expect(feed.row(ids[1] ?? 0)).not.toBeInViewport();
  await page.keyboard.press("j");
  await page.keyboard.press("PageDown");
  await expect(feed.row(ids[3] ?? 0), "by alert again, for who goes by alert").toBeFocused();
});

declare global {
  interface Window {
    pressed?: number;
  }
}

/** Notes the alert on which each press begins. */
function recordPresses(page: Page): Promise<void> {
  return page.evaluate(() =>
    addEventListener("pointerdown", ({ target }) => {
      const row = target instanceof Element ? target.closest("[data-alert-id]") : null;
      window.pressed = Number(row?.getAttribute("data-alert-id"));
    }),
  );
}

/** Posts twenty alerts a second until it is stopped. */
function keepPosting(app: App): { stop: () => Promise<unknown> } {
  const posts: Promise<unknown>[] = [];
  const posting = setInterval(() => posts.push(app.open(someAlerts(1))), 50);
  return {
    stop: () => {
      clearInterval(posting);
      return Promise.all(posts);
    },
  };
}
