import type { BrowserContext, Page } from "@playwright/test";
import { someAlerts } from "../support/app.ts";
import { axeOn } from "../support/axe.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 780 };

interface Shown {
  readonly title: string;
  readonly body: string;
  readonly press: () => void;
}

/** What a test sees of notifications and sounds, which a browser without windows has none of. */
async function watch(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const shown: Shown[] = [];
    class Shows {
      static permission = "default";
      static requestPermission(): Promise<string> {
        Shows.permission = "granted";
        return Promise.resolve(Shows.permission);
      }
      onclick: (() => void) | null = null;
      constructor(title: string, { body }: { body: string }) {
        shown.push({ title, body, press: () => this.onclick?.() });
      }
      close(): void {}
    }
    if (localStorage.getItem("test.allowed")) Shows.permission = "granted";
    const tones = { count: 0 };
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function count(when) {
      tones.count += 1;
      start.call(this, when);
    };
    Object.assign(window, { Notification: Shows, shown, tones });
  });
}

type Watched = Window & { shown: Shown[]; tones: { count: number } };
const shownOn = (page: Page) =>
  page.evaluate(() => (window as unknown as Watched).shown.map(({ title }) => title));
const tonesOf = (page: Page) => page.evaluate(() => (window as unknown as Watched).tones.count);

/** Opens the page and waits until it can tell. */
async function open(page: Page, path = "/"): Promise<Feed> {
  const feed = await Feed.open(page, path);
  await expect(page.locator("button.tell")).toBeVisible();
  return feed;
}

async function choose(page: Page, ways: readonly string[]): Promise<void> {
  await page.locator("button.tell").click();
  const dialog = page.getByRole("dialog");
  for (const way of ways) await dialog.getByLabel(way).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator("button.tell")).toHaveText("Told");
}

/** Waits until a connection beside the page's own tells of what views catch. */
function hearing(page: Page): Promise<unknown> {
  return page.waitForEvent("websocket").then((socket) => socket.waitForEvent("framereceived"));
}

test("what a view catches is told, but what was there before, is snoozed or done by the reader", async ({
  app,
  context,
  page,
}) => {
  test.slow();
  await watch(context);
  const [old = 0] = await app.open(someAlerts(4));
  await app.act(old, "acknowledge");
  const feed = await open(page, "/?status=firing&snoozed=no");
  const sockets: unknown[] = [];
  page.on("websocket", (socket) => sockets.push(socket));
  const heard = hearing(page);
  await choose(page, ["Show a notification", "Play a sound"]);
  await heard;
  expect(await shownOn(page), "how they look").toEqual(["Needs someone"]);
  const tones = await tonesOf(page);

  const [first = 0] = await app.open([{ title: "Disk is full", severity: "critical" }]);
  await expect.poll(() => shownOn(page)).toEqual(["Needs someone", "Disk is full"]);
  expect(await tonesOf(page)).toBe(tones + 2);

  // Within ten seconds: gathered, and without what is put off, told of as over, or the reader's own.
  const [snoozed = 0, ended = 0] = await app.open([
    { title: "Put off", severity: "error" },
    { title: "Seen to", severity: "error" },
    ...someAlerts(3, { severity: "error" }),
  ]);
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await app.send(`/api/alerts/${snoozed}/snooze`, { until });
  await app.act(ended, "resolve");
  await feed.row(first).hover();
  await feed
    .row(first)
    .getByRole("button", { name: /acknowledge/iu })
    .click();
  await expect(feed.row(first)).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(feed.row(first)).toBeVisible();
  await expect
    .poll(() => shownOn(page))
    .toEqual(["Needs someone", "Disk is full", "3 new alerts in Needs someone"]);

  await page.evaluate(() => (window as unknown as Watched).shown[1]?.press());
  await expect(page).toHaveURL(`/alerts/${first}?status=firing&snoozed=no`);
  await page.evaluate(() => (window as unknown as Watched).shown[2]?.press());
  await expect(page).toHaveURL("/?status=firing&snoozed=no");

  // What had been there before and comes to need someone by another's doing is news.
  await app.act(old, "unacknowledge");
  await expect.poll(() => shownOn(page)).toHaveLength(4);
  expect((await shownOn(page)).at(-1)).toBe("Alert 1");
  expect(sockets, "one connection all the time").toHaveLength(1);
});

test("one tab of several speaks, another when that is gone, and none that was not asked to", async ({
  app,
  context,
  page,
}) => {
  await watch(context);
  await open(page);
  const heard = hearing(page);
  await choose(page, ["Show a notification"]);
  await heard;
  await page.evaluate(() => localStorage.setItem("test.allowed", "yes"));
  const other = await context.newPage();
  await open(other);
  await expect(other.locator("button.tell"), "kept by the browser").toHaveText("Told");
  await app.open([{ title: "One", severity: "info" }]);
  await expect.poll(() => shownOn(page)).toEqual(["Everything", "One"]);
  await expect(new Feed(other).rows).toHaveCount(1);
  expect(await shownOn(other)).toEqual([]);
  const taken = hearing(other);
  await page.close();
  await taken;
  await app.open([{ title: "Two", severity: "info" }]);
  await expect.poll(() => shownOn(other)).toEqual(["Two"]);

  await other.locator("button.tell").click();
  await other.getByRole("dialog").getByLabel("Show a notification").uncheck();
  await other.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(other.locator("button.tell")).toHaveText("Be told…");
  await app.open([{ title: "Three", severity: "info" }]);
  await expect(new Feed(other).rows).toHaveCount(3);
  expect(await shownOn(other)).toEqual(["Two"]);
});

test("the title and the tab's icon tell of critical alerts that nobody has seen", async ({
  app,
  page,
}) => {
  const show = (visibility: string) =>
    page.evaluate((value) => {
      Object.defineProperty(document, "visibilityState", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, visibility);
  const icon = page.locator('link[rel="icon"]');
  await app.open(someAlerts(60));
  const feed = await open(page);
  await show("hidden");
  const [first = 0] = await app.open(someAlerts(2, { severity: "critical" }));
  await app.open(someAlerts(1, { severity: "error" }));
  await expect(page).toHaveTitle("(2) Tocsin");
  await expect(icon).toHaveAttribute("href", "/favicon-critical.svg");
  expect((await app.fetch("/favicon-critical.svg")).status).toBe(200);
  await app.act(first, "acknowledge");
  await expect(page, "somebody has seen to one").toHaveTitle("(1) Tocsin");
  await show("visible");
  await expect(page).toHaveTitle("Tocsin");
  await expect(icon).toHaveAttribute("href", "/favicon.svg");

  await feed.scrollDown(10);
  await app.open(someAlerts(3, { severity: "critical" }));
  await expect(page, "they wait above").toHaveTitle("(3) Tocsin");
  await feed.pill.click();
  await expect(page).toHaveTitle("Tocsin");
});

test("it is asked for on a phone as at a desk, and why not is said", async ({
  app,
  context,
  page,
}) => {
  await app.open(someAlerts(12));
  await context.addInitScript(() => {
    const denied = { permission: "denied", requestPermission: () => Promise.resolve("denied") };
    Object.assign(window, { Notification: denied });
  });
  for (const viewport of [DESK, PHONE]) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await open(page, "/?status=firing&snoozed=no");
      await page.getByRole("button", { name: "Be told of Needs someone…" }).click();
      const dialog = page.getByRole("dialog", { name: "Be told of Needs someone" });
      await dialog.getByLabel("Show a notification").check();
      await dialog.getByRole("button", { name: "Save" }).click();
      await expect(dialog.getByRole("alert")).toContainText("does not let Tocsin");
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      const { violations } = await axeOn(page).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      await page.screenshot({ path: `test-results/tell-${viewport.width}-${colorScheme}.png` });
    }
  }

  // Who cancels while the browser asks has chosen nothing, whatever is answered.
  await page.evaluate(() => {
    class Asks {
      static permission = "default";
      static requestPermission(): Promise<string> {
        return new Promise((resolve) => {
          Object.assign(window, { allow: () => resolve((Asks.permission = "granted")) });
        });
      }
      close(): void {}
    }
    Object.assign(window, { Notification: Asks });
  });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.evaluate(() => (window as unknown as { allow: () => void }).allow());
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("told"))),
  ).toEqual([]);
});

test("an alert of which nothing is heard any more says so, as the time passes", async ({
  app,
  page,
}) => {
  const report = { title: "Queue is stuck", fingerprint: "queue", severity: "error" };
  const [id = 0] = await app.open([report]);
  expect((await app.post([report]))[0]?.outcome).toBe("repeated");
  await page.clock.install();
  const feed = await open(page, `/alerts/${id}`);
  await expect(feed.row(id)).toContainText("2 times");
  await page.clock.fastForward(4 * 3_600_000 + 60_000);
  await expect(feed.row(id)).toContainText("silent for 4 h");
  await expect(feed.detail).toContainText("silent for 4 h");
});
