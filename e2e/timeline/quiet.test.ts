import type { Page } from "@playwright/test";
import { someAlerts } from "../support/app.ts";
import { axeOn } from "../support/axe.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

/** Opens the page and waits until the timeline has counted. */
async function open(page: Page): Promise<Feed> {
  const feed = await Feed.open(page);
  await expect(page.locator("[data-timeline]")).toHaveAttribute("aria-valuetext", /alert/u);
  return feed;
}

for (const [where, viewport] of [
  ["at a desk", { width: 1280, height: 800 }],
  ["on a phone", { width: 390, height: 780 }],
] as const) {
  // Oracle: the layout shifts that the browser itself reports.
  test(`${where}, nothing shifts when it comes, is used and counts what arrives`, async ({
    app,
    page,
  }) => {
    await page.setViewportSize(viewport);
    await app.open(someAlerts(300));
    await page.addInitScript(() => {
      const shifts: string[] = [];
      Object.assign(window, { told: shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push(JSON.stringify(entry));
      }).observe({ type: "layout-shift", buffered: true });
    });
    const feed = await open(page);
    const outline = () => page.locator(".timeline-bars path").first().getAttribute("d");
    const before = await outline();
    await page.locator("[data-timeline]").hover();
    await page.mouse.wheel(0, -400);
    await page.locator("[data-timeline]").focus();
    await page.keyboard.press("+");
    // At the head, rows would make room for what arrives.
    await page.keyboard.press("p");
    await app.open(someAlerts(40));
    await expect.poll(outline).not.toBe(before);
    await feed.rest();
    expect(await page.evaluate(() => ("told" in window ? window.told : null))).toEqual([]);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`${where}, in ${colorScheme}, it has no accessibility problem`, async ({ app, page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await app.open(someAlerts(12));
      await open(page);
      await page.locator("[data-timeline]").hover();
      const problems = async () =>
        (await axeOn(page).analyze()).violations.map(({ id, nodes }) => [
          id,
          nodes.map(({ html }) => html),
        ]);
      expect(await problems()).toEqual([]);
      await page.keyboard.press("g");
      await page.keyboard.type("soon");
      await page.keyboard.press("Enter");
      await expect(page.getByRole("alert")).toContainText("soon");
      expect(await problems()).toEqual([]);
    });
  }
}

test("without an alert it says so, and the first one is counted", async ({ app, page }) => {
  const feed = await open(page);
  const timeline = page.locator("[data-timeline]");
  await expect(timeline).toHaveAttribute("aria-valuetext", /: no alerts$/u);
  const [id = 0] = await app.open([{ title: "The first", severity: "critical" }]);
  await feed.expectNewest(id);
  await expect(timeline).toHaveAttribute("aria-valuetext", /: 1 alert, 1 critical$/u);
});

test.describe("where the counts do not come", () => {
  test.use({ expectedErrors: [/Failed to load resource/u] });

  test("it says that they are not there, and leads on all the same", async ({ app, page }) => {
    const [first = 0] = await app.open(someAlerts(300));
    await page.route(/\/api\/timeline/u, (route) => route.fulfill({ status: 503, json: {} }));
    const feed = await Feed.open(page);
    const timeline = page.locator("[data-timeline]");
    await expect(timeline).toHaveAttribute("aria-valuetext", /: not counted yet$/u);
    await expect(page.locator(".timeline-tick").first()).toBeVisible();
    await timeline.focus();
    await page.keyboard.press("End");
    await expect(feed.row(first)).toBeInViewport();
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("no room is kept for it", async ({ app, page }) => {
    await app.open(someAlerts(3));
    await page.setViewportSize({ width: 390, height: 780 });
    await page.goto("/");
    const box = await page.locator("[data-feed-scroller]").boundingBox();
    expect(box?.width).toBe(390);
    await expect(page.locator("[data-timeline]")).toHaveCount(0);
  });
});

test("what is counted is drawn while the rest is still being counted", async ({ app, page }) => {
  await app.open([{ title: "Now", severity: "critical" }]);
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let asked = 0;
  await page.route(/\/api\/timeline\?/u, async (route) => {
    if (++asked > 2) await released;
    await route.continue();
  });
  const history = new Date(Date.now() - 400 * 86_400_000).toISOString();
  await page.route(/deleted=include&after=/u, async (route) => {
    const answer = await route.fetch();
    const text = (await answer.text()).replace(
      /"receivedAt":"[^"]+"/u,
      `"receivedAt":"${history}"`,
    );
    await route.fulfill({ response: answer, body: text });
  });
  await Feed.open(page);
  await expect.poll(() => asked).toBe(3);
  const critical = page.locator('.timeline-bars path[data-severity="critical"]');
  await expect(critical).toHaveAttribute("d", /\S/u);
  release();
  await expect.poll(() => asked).toBeGreaterThan(3);
});

test("the first alert of all is drawn, though it comes while the server is asked for it", async ({
  app,
  page,
}) => {
  const asked = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  await page.route(/\/api\/alerts\?(?=.*deleted=include)(?=.*limit=1(?:&|$))/u, async (route) => {
    const response = await route.fetch();
    asked.resolve();
    await told.promise;
    await route.fulfill({ response });
  });
  const feed = await Feed.open(page);
  await asked.promise;
  await app.open(someAlerts(1));
  await expect(feed.rows).toHaveCount(1);
  const answered = page.waitForResponse(/limit=1(?:&|$)/u);
  told.resolve();
  await answered;
  const bars = page.locator(".timeline-bars path");
  const outlines = () =>
    bars.evaluateAll((paths) => paths.map((path) => path.getAttribute("d")).join(""));
  await expect.poll(outlines).toContain("M");
});
