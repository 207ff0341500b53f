import type { Locator, Page } from "@playwright/test";
import { type App, someAlerts } from "../support/app.ts";
import { Feed, frames } from "../support/feed.ts";
import { expect, READ_ONLY, test } from "../support/fixtures.ts";
import { largestShift, startSampling, stopSampling } from "../support/screen.ts";

// Oracle: what opens, and where rows stand at every frame, while others come and go.

/** Times (ms): after which a mouse that lies over the list is left behind, and any other hand has rested. */
const LEFT_BEHIND = 80_000;
const RESTED = 20_000;

const HANDS = {
  "a mouse lies still over the rows": async ({ page, rows }: Feed) => {
    await rows.nth(3).hover();
    await setAhead(page, RESTED);
  },
  "a menu is open on a row": async ({ page, rows }: Feed) => {
    await rows.nth(3).click({ button: "right" });
    await setAhead(page, LEFT_BEHIND);
  },
  "a button is down on a row": async ({ page, rows }: Feed) => {
    await rows.nth(3).hover();
    await page.mouse.down();
    await setAhead(page, LEFT_BEHIND);
  },
  "a finger is on a row": async ({ page, rows }: Feed) => {
    await touch(rows.nth(3));
    await setAhead(page, RESTED);
  },
  "a finger has pulled at a row": async ({ page, rows }: Feed) => {
    // The browser takes it for a scroll, and its pointer away.
    const cancelled = page.evaluate(() =>
      new Promise((resolve) => addEventListener("pointercancel", resolve, { once: true })).then(
        () => null,
      ),
    );
    await touch(rows.nth(3), 20, 40, 60);
    await cancelled;
    await setAhead(page, RESTED);
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
      const feed = await Feed.open(page);
      await lay(feed);
      await startSampling(page);
      await app.open(someAlerts(3));
      await expect(feed.pill).toHaveAttribute("data-new-count", "3");
      expect(largestShift(await stopSampling(page))).toBe(0);
    });
  }
});

test("what is aimed at is what opens, with twenty arrivals a second at the head", async ({
  app,
  page,
}) => {
  await app.open(someAlerts(40));
  const storm = keepPosting(app);
  try {
    for (let presses = 0; presses < 3; presses++) {
      // No hand has been on this page yet, so that all that arrives comes in.
      await page.mouse.move(5, 5);
      await Feed.open(page);
      await recordAim(page, "pointermove");
      await arrive(app, page);
      // The hand comes from elsewhere, and presses where it arrives.
      await page.mouse.move(300, 300 + presses * 7);
      await arrive(app, page);
      await page.mouse.down();
      await arrive(app, page);
      await page.mouse.up();
      await expectOpened(page);
    }
  } finally {
    await storm.stop();
  }
});

test.describe("with a finger", () => {
  test.use({ hasTouch: true });

  test("what is touched is what opens, while others arrive before the finger is lifted", async ({
    app,
    page,
  }) => {
    await app.open(someAlerts(40));
    await Feed.open(page);
    await recordAim(page, "pointerdown");
    const session = await page.context().newCDPSession(page);
    const touchPoints = [{ x: 300, y: 400 }];
    await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
    // All at once: a finger that stays for long asks for a menu.
    await arrive(app, page);
    await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await expectOpened(page);
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
      window.aimed = Number(hit?.closest("[data-alert-id]")?.getAttribute("data-alert-id"));
    }).observe(document.body, { childList: true, subtree: true });
  });
  await app.open(someAlerts(1));
  await expect(feed.pill).toHaveAttribute("data-new-count", "1");
  expect(await page.evaluate(() => window.aimed)).toBeGreaterThan(0);
  const { x, y } = await middleOf(feed.pill);
  // A hand that rests for ten seconds is no hand, and the pill would go: on a slow machine it stirs.
  let stirred = 0;
  await expect
    .poll(async () => {
      await page.mouse.move(x + (stirred++ % 2), y);
      return page.evaluate(isPillAt, { x, y });
    })
    .toBe(true);
  await page.mouse.click(x, y);
  await expect(feed.pill).toHaveCount(0);
});

test.describe("among alerts to which nothing happens", () => {
  test.use(READ_ONLY);

  for (const [way, options] of Object.entries(WAYS)) {
    test(`a click on a row with ${way} opens the alert elsewhere, as on a link`, async ({
      held,
      page,
      context,
    }) => {
      const id = held.at(-3) ?? 0;
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

  test("after a click on a row, PageDown reads on by the page", async ({ held, page }) => {
    const ids = held.toReversed();
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
});

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

declare global {
  interface Window {
    aimed?: number;
  }
}

/** Sets the clock that nobody else sets, by which a hand is on the list, so far (ms) ahead. */
function setAhead(page: Page, distance: number): Promise<void> {
  return page.evaluate((ahead) => {
    const now = performance.now.bind(performance);
    performance.now = () => now() + ahead;
  }, distance);
}

/** Puts a finger on a row, moves it down by so many px in turn, and leaves it there. */
async function touch(row: Locator, ...moves: readonly number[]): Promise<void> {
  const box = await row.boundingBox();
  if (!box) throw new Error("the row is not on screen");
  const session = await row.page().context().newCDPSession(row.page());
  for (const moved of [0, ...moves]) {
    await session.send("Input.dispatchTouchEvent", {
      type: moved === 0 ? "touchStart" : "touchMove",
      touchPoints: [{ x: box.x + 50, y: box.y + 20 + moved }],
    });
  }
}

/** Notes the alert on which the next such event comes. */
function recordAim(page: Page, type: "pointermove" | "pointerdown"): Promise<void> {
  return page.evaluate((awaited) => {
    const note = ({ target }: Event) => {
      const row = target instanceof Element ? target.closest("[data-alert-id]") : null;
      window.aimed = Number(row?.getAttribute("data-alert-id"));
    };
    addEventListener(awaited, note, { once: true });
  }, type);
}

async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
  const box = await element.boundingBox();
  if (box === null) throw new Error("it is not on screen");
  return { x: Math.floor(box.x + box.width / 2), y: Math.floor(box.y + box.height / 2) };
}

/** Runs in the page: whether a press there is the pill's. */
function isPillAt({ x, y }: { x: number; y: number }): boolean {
  return document.elementFromPoint(x, y)?.closest("[data-new-count]") !== null;
}

async function expectOpened(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/alerts\//u);
  const aimed = await page.evaluate(() => window.aimed);
  expect(page.url()).toMatch(new RegExp(`/alerts/${aimed}$`, "u"));
}

/** Opens five alerts, and waits until the page shows them at the head or counts them. */
async function arrive(app: App, page: Page): Promise<void> {
  const newest = (await app.open(someAlerts(5))).at(-1) ?? 0;
  await page.waitForFunction((wanted) => {
    const first = document.querySelector("[data-alert-id]")?.getAttribute("data-alert-id");
    const held = document.querySelector("[data-new-count]")?.getAttribute("data-new-count");
    return Number(first) + Number(held ?? 0) >= wanted;
  }, newest);
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
