import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

test.use({ viewport: { width: 390, height: 780 }, hasTouch: true });

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

/** What is wider than it may be: the document and the scroller. */
function overflow(page: Feed["page"]): Promise<string[]> {
  return page.evaluate(() => {
    const boxes = [document.documentElement, document.querySelector("[data-feed-scroller]")];
    return boxes
      .filter((box) => box !== null && box.scrollWidth > box.clientWidth)
      .map((box) => `${box?.tagName}: ${box?.scrollWidth} > ${box?.clientWidth}`);
  });
}
