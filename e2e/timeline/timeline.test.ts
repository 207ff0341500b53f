import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Locator, Page } from "@playwright/test";
import { App, someAlerts } from "../support/app.ts";
import { Feed, frames } from "../support/feed.ts";
import { expect, test as base } from "../support/fixtures.ts";
import { note } from "../support/measured.ts";

const DAY = 86_400_000;

/** Tests of an app with a made-up history of two years. */
const test = base.extend({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what is wanted here
  app: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "tocsin-e2e-"));
    const args = [
      "--database",
      `file:${join(folder, "tocsin.db")}`,
      "--alerts",
      "4000",
      "--days",
      "730",
    ];
    await promisify(execFile)(process.execPath, ["dist/server/seed.js", ...args]);
    const app = await App.host(folder);
    await app.lend(use);
  },
});

test.use({ timezoneId: "Europe/Berlin" });

/** Opens the page and waits until the timeline has counted. */
async function open(
  page: Page,
  path = "/",
): Promise<{ feed: Feed; timeline: Locator; here: Locator }> {
  const feed = await Feed.open(page, path);
  const timeline = page.getByRole("slider", { name: "Place in time" });
  await expect(timeline).toHaveAttribute("aria-valuetext", /alert/u);
  return { feed, timeline, here: page.locator("[data-timeline-here]") };
}

/** When the row in the middle of the screen was received. */
async function middle(feed: Feed): Promise<number> {
  const rows = await feed.visible();
  const { id = 0 } = rows[Math.floor(rows.length / 2)] ?? {};
  return Date.parse((await feed.row(id).locator("time").getAttribute("datetime")) ?? "");
}

for (const [where, viewport, width] of [
  ["at a desk", { width: 1280, height: 800 }, 92],
  ["on a phone", { width: 390, height: 780 }, 26],
] as const) {
  test.describe(where, () => {
    test.use({ viewport });

    test("a click lands at its time, and the frame is there", async ({ app, page }) => {
      expect((await app.page("limit=1")).alerts).toHaveLength(1);
      const { feed, timeline, here } = await open(page);
      const box = await timeline.boundingBox();
      expect(box?.width).toBe(width);
      const atHead = await here.boundingBox();
      await timeline.click({ position: { x: width / 2, y: (box?.height ?? 0) * 0.8 } });
      await expect.poll(() => middle(feed)).toBeLessThan(Date.now() - 30 * DAY);
      await feed.rest();
      await expect(page.getByRole("feed")).toHaveAttribute("aria-busy", "false");
      const placed = await here.boundingBox();
      const y = (placed?.y ?? 0) - (box?.y ?? 0) + (placed?.height ?? 0) / 2;
      expect(Math.abs(y - (box?.height ?? 0) * 0.8)).toBeLessThan(12);
      expect(placed?.y).toBeGreaterThan((atHead?.y ?? 0) + 100);

      await timeline.click({ position: { x: width / 2, y: 1 } });
      await feed.expectNewest((await app.page("limit=1")).alerts[0]?.id ?? 0);
      await expect(feed.rows.first()).toBeInViewport();
    });

    test("a drag moves the frame, and lands where it is let go", async ({ page }) => {
      const { feed, timeline, here } = await open(page);
      const box = await timeline.boundingBox();
      if (!box) throw new Error("no timeline");
      const before = await middle(feed);
      await page.mouse.move(box.x + width / 2, box.y + 20);
      await page.mouse.down();
      await page.mouse.move(box.x + width / 2, box.y + box.height * 0.6, { steps: 5 });
      const dragged = await here.boundingBox();
      expect(Math.abs((dragged?.y ?? 0) - box.y - box.height * 0.6)).toBeLessThan(10);
      expect(await middle(feed), "the rows wait").toBe(before);
      await page.mouse.up();
      await expect.poll(() => middle(feed)).toBeLessThan(before - 5 * DAY);
    });
  });
}

test("what a pointer is over is told in words: the span and its counts", async ({ page }) => {
  const { timeline } = await open(page);
  const box = await timeline.boundingBox();
  await timeline.hover({ position: { x: 40, y: (box?.height ?? 0) * 0.75 } });
  const tip = page.locator(".timeline-tip");
  await expect(tip).toHaveText(/\d [A-Z][a-z]{2}\b.*(?:\d|no) alerts?/u);
});

test("all of history is counted, each alert once", async ({ app, page }) => {
  const answers: { critical: number; error: number; warning: number; info: number }[] = [];
  page.on("response", async (response) => {
    if (!response.url().includes("/api/timeline")) return;
    const { buckets } = (await response.json()) as { buckets: typeof answers };
    answers.push(...buckets);
  });
  await open(page);
  const totals = () =>
    answers.map(({ critical, error, warning, info }) => critical + error + warning + info);
  const all = (await app.allIds()).length;
  await expect.poll(() => totals().reduce((sum, total) => sum + total, 0)).toBe(all);
});

test("it reaches back to the first alert, though others arrive before it has asked for that", async ({
  app,
  page,
}) => {
  const enough = new AbortController();
  const arriving = (async () => {
    for (let count = 0; !enough.signal.aborted; count++)
      await app.open(someAlerts(1, { fingerprint: `arriving ${count}` }));
  })();
  const { timeline } = await open(page);
  enough.abort();
  await arriving;
  const first = Number(await timeline.getAttribute("aria-valuemin")) * 1000;
  expect(first).toBeLessThan(Date.now() - 700 * DAY);
});

test("the wheel over it zooms to minutes, and moves no row", async ({ page }) => {
  const { feed, timeline } = await open(page);
  const before = await feed.eye();
  const box = await timeline.boundingBox();
  await timeline.hover({ position: { x: 40, y: (box?.height ?? 0) * 0.7 } });
  const tip = page.locator(".timeline-tip");
  await expect(async () => {
    await page.mouse.wheel(0, -400);
    await frames(page, 2);
    await expect(tip).toHaveText(/\d\d:\d\d:\d\d–\d\d:\d\d:\d\d/u, { timeout: 100 });
  }).toPass({ intervals: [0] });
  await expect(page.locator(".timeline-tick").first()).toHaveText(/^\d\d:\d\d$/u);
  expect(await feed.eye()).toEqual(before);
  await expect(async () => {
    await page.mouse.wheel(0, 800);
    await frames(page, 2);
    await expect(page.locator(".timeline-tick").last()).toHaveText(
      /^[A-Z][a-z]{2} \d\d$|^20\d\d$/u,
      { timeout: 100 },
    );
  }).toPass({ intervals: [0] });
  expect(await feed.eye()).toEqual(before);
});

test("by keyboard it goes from tick to tick, in larger steps, and to both ends", async ({
  app,
  page,
}) => {
  const { feed, timeline } = await open(page);
  await timeline.focus();
  const value = async () => Number(await timeline.getAttribute("aria-valuenow"));
  const now = await value();
  await page.keyboard.press("ArrowDown");
  await expect.poll(value).toBeLessThan(now);
  const tick = await value();
  expect(tick % 60).toBe(0);
  await page.keyboard.press("PageDown");
  await expect.poll(value).toBeLessThan(tick);
  await expect.poll(() => middle(feed)).toBeLessThan(tick * 1000);
  await page.keyboard.press("End");
  await expect(feed.row(1)).toBeInViewport();
  await expect(timeline).toBeFocused();
  await page.keyboard.press("Home");
  await feed.expectNewest((await app.page("limit=1")).alerts[0]?.id ?? 0);
  await expect(feed.rows.first()).toBeInViewport();
});

test("the first key asks for its place at once, those that follow it quickly for the last of theirs", async ({
  page,
}) => {
  const asked: number[] = [];
  page.on("request", (request) => {
    const time = new URL(request.url()).searchParams.get("at");
    if (time !== null) asked.push(Date.parse(time));
  });
  await page.clock.install();
  const { timeline } = await open(page);
  await timeline.focus();
  await page.clock.pauseAt(Date.now() + 1000);
  // No timer runs: it is asked in the task of the key.
  await timeline.press("PageDown");
  await expect.poll(() => asked.length).toBe(1);
  await timeline.press("PageDown");
  await timeline.press("PageDown");
  await page.clock.runFor(150);
  await expect.poll(() => asked.length).toBe(2);
  expect(asked[1]).toBeLessThan(asked[0] ?? 0);
});

test("g goes to a date, and says what it did not understand", async ({ app, page }) => {
  const { feed, timeline } = await open(page);
  await page.keyboard.press("g");
  const field = page.getByRole("textbox", { name: "Go to a date or a time" });
  await expect(field).toBeFocused();
  await field.fill("the day before");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toHaveText(/“the day before” is not a date or a time/u);
  await field.fill("2999-01-01");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toHaveText(/still to come/u);
  await field.fill("-200d");
  await page.keyboard.press("Enter");
  await expect(field).toBeHidden();
  const time = Date.now() - 200 * DAY;
  const { alerts } = await app.page(`at=${new Date(time).toISOString()}`);
  const at = alerts.find(({ receivedAt }) => Date.parse(receivedAt) <= time);
  await expect(feed.row(at?.id ?? 0)).toBeInViewport();
  await expect(timeline).toHaveAttribute("aria-valuetext", /: (?:\d|no)/u);

  await page.keyboard.press("g");
  await page.keyboard.press("Escape");
  await expect(field).toBeHidden();
  await page.keyboard.press("g");
  await field.fill("1999");
  await page.keyboard.press("Enter");
  await expect(feed.row(1)).toBeInViewport();
});

test("what arrives is counted without asking, and no row moves for it", async ({ app, page }) => {
  const { feed, timeline } = await open(page);
  await timeline.hover({ position: { x: 40, y: 0 } });
  await feed.rest();
  const asked: string[] = [];
  page.on(
    "request",
    (request) => /\/api\/timeline/u.test(request.url()) && asked.push(request.url()),
  );
  const outline = () => page.locator(".timeline-bars path").first().getAttribute("d");
  const before = await outline();
  await app.open(someAlerts(7, { severity: "critical" }));
  await expect.poll(outline).not.toBe(before);
  await expect(page.locator(".timeline-tip")).toHaveText(/\d alerts, \d+ critical$/u);
  expect(asked).toEqual([]);
});

test("by a filter, that alone is counted", async ({ page }) => {
  const asked: URL[] = [];
  page.on("request", (request) => asked.push(new URL(request.url())));
  await open(page);
  const outlines = () =>
    page
      .locator(".timeline-bars path")
      .evaluateAll((paths) => paths.map((path) => (path.getAttribute("d") ?? "") !== ""));
  await expect.poll(outlines).toEqual([true, true, true, true]);
  await page.getByRole("link", { name: "Critical", exact: true }).click();
  await expect.poll(outlines).toEqual([true, false, false, false]);
  const counts = asked.filter(({ pathname }) => pathname === "/api/timeline");
  expect(counts.at(-1)?.searchParams.get("severity")).toBe("critical");
});

test("it has few nodes, and the day of the top row stays above the rows", async ({ page }) => {
  const { feed } = await open(page);
  const nodes = await page.locator("[data-timeline], [data-timeline] *").count();
  expect(note("nodes of the timeline", nodes)).toBeLessThanOrEqual(60);
  await feed.scrollDown(60);
  await feed.rest();
  const { id } = (await feed.visible())[0] ?? { id: 0 };
  const time = (await feed.row(id).locator("time").getAttribute("datetime")) ?? "";
  const day = new Intl.DateTimeFormat("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "Europe/Berlin",
  }).format(Date.parse(time));
  await expect(page.locator(".day-line")).toHaveText(day);
});
