import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

test.use({
  viewport: { width: 390, height: 780 },
  hasTouch: true,
  expectedErrors: [/WebSocket connection|ERR_INTERNET_DISCONNECTED/u],
});

const long = {
  title: `${"NoSpaceAnywhere".repeat(20)} and words`,
  source: "a-source-with-a-name-that-is-quite-long-indeed",
  labels: { instance: "host-".repeat(30), job: "x".repeat(200) },
};

test("on a phone nothing overflows to the side, in the feed or in the detail", async ({
  app,
  page,
}) => {
  const [id] = await app.open([long, ...someAlerts(40)]);
  await Feed.open(page, "/");
  expect(await overflow(page)).toEqual([]);
  await Feed.open(page, "/?q=nospace");
  expect(await overflow(page)).toEqual([]);
  const { detail } = await Feed.open(page, `/alerts/${id}`);
  await expect(detail.getByRole("heading", { level: 2 })).toBeVisible();
  expect(await overflow(page)).toEqual([]);
});

test("a narrow window, 320 px, still holds everything", async ({ app, page }) => {
  await page.setViewportSize({ width: 320, height: 600 });
  await app.open([long, ...someAlerts(10)]);
  await Feed.open(page);
  expect(await overflow(page)).toEqual([]);
});

test("of the row that leads to the settings, the present page is seen", async ({ page }) => {
  await page.goto("/settings/about");
  const present = page.getByRole("navigation", { name: "Settings" }).getByText("About");
  await expect(present).toBeInViewport({ ratio: 0.99 });
});

test("what tries to connect again and what brings new alerts do not cover each other", async ({
  app,
  context,
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await app.open(someAlerts(100));
  const feed = await Feed.open(page);
  await feed.scroller.evaluate((scroller) => scroller.scrollBy(0, 600));
  await app.open(someAlerts(7));
  await expect(feed.pill).toBeVisible();
  await context.setOffline(true);
  const tryNow = page.getByRole("button", { name: "Try now" });
  await expect(tryNow).toBeVisible();
  const [pill, button] = [await feed.pill.boundingBox(), await tryNow.boundingBox()];
  expect((pill?.y ?? 999) + (pill?.height ?? 0)).toBeLessThanOrEqual(button?.y ?? 0);
});

/** What is wider than it may be: the document and the scroller. */
function overflow(page: Feed["page"]): Promise<string[]> {
  return page.evaluate(() => {
    const boxes = [document.documentElement, document.querySelector("[data-feed-scroller]")];
    return boxes
      .filter((box) => box !== null && box.scrollWidth > box.clientWidth)
      .map((box) => `${box?.tagName}: ${box?.scrollWidth} > ${box?.clientWidth}`);
  });
}

test("what a finger aims at is no smaller than 24 px, and nothing that is typed into makes a phone zoom", async ({
  app,
  page,
}) => {
  const [id = 0] = await app.open([long, ...someAlerts(20)]);
  const loaded = page.waitForResponse(/BatchBar/u);
  const feed = await Feed.open(page);
  await (await loaded).finished();
  expect(await faults(page), "feed").toEqual([]);
  await feed.row(id + 3).focus();
  await page.keyboard.press("x");
  await page.keyboard.press("n");
  await expect(page.getByLabel("A note for all of them")).toBeVisible();
  expect(await faults(page), "selection").toEqual([]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  for (const key of ["s", "g", "Control+k"]) {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await faults(page), key).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await Feed.open(page, "/?q=zebra&label=env=prod&label=service=a-name-of-some-length");
  await expect(page.getByRole("button", { name: "More", exact: true })).toBeVisible();
  expect(await faults(page), "nothing found").toEqual([]);
  expect(await overflow(page), "tokens").toEqual([]);
});

/** What is smaller than a finger needs, but for the title of a row, which is a target itself; and letters below 16 px in fields. */
function faults(page: Feed["page"]): Promise<string[]> {
  return page.evaluate(() => {
    const dialog = document.querySelector("dialog[open]") ?? document;
    const targets = dialog.querySelectorAll<HTMLElement>(
      "a:not(.row a), button, input, textarea, select, [role=option], [role=slider]",
    );
    return [...targets]
      .filter((target) => target.checkVisibility({ visibilityProperty: true }))
      .flatMap((target) => {
        const { width, height } = target.getBoundingClientRect();
        const name = `${target.tagName}.${target.className}`;
        const isField = target.matches("input, textarea, select");
        const isSmall = Math.min(width, height) < 24;
        const zooms = isField && Number.parseFloat(getComputedStyle(target).fontSize) < 16;
        return [
          ...(isSmall ? [`${name}: ${Math.round(width)} × ${Math.round(height)} px`] : []),
          ...(zooms ? [`${name}: letters below 16 px`] : []),
        ];
      });
  });
}
