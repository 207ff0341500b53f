import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, READ_ONLY, test } from "../support/fixtures.ts";
import { note } from "../support/measured.ts";
import { shiftOf } from "../support/movement.ts";
import { type Placed, sampleFromStart, stopSampling } from "../support/screen.ts";

// Oracle: the row at the reader's eye, and where it stands on screen, before and after.

test.describe("among alerts to which nothing happens", () => {
  test.use(READ_ONLY);

  test("back and forward return to the same alert at the same offset", async ({ page }) => {
    const feed = await Feed.open(page);
    const all = await readDown(feed, 12_345);
    await page.getByRole("combobox").fill("wraps");
    await page.getByRole("combobox").press("Enter");
    await expect(feed.rows.first()).toContainText("wraps");
    const found = await readDown(feed, 1234);
    expect(found.id).not.toBe(all.id);

    await page.goBack();
    await expectAt(feed, all, "back");
    await page.goForward();
    await expectAt(feed, found, "forward");
  });

  test("so it does from another site", async ({ page }) => {
    const feed = await Feed.open(page);
    const eye = await readDown(feed, 12_345);
    await page.goto("about:blank");
    await page.goBack();
    await expectAt(feed, eye, "back from another site");
  });

  test("a reload shows the same alert at the same offset, and no other on the way", async ({
    page,
  }) => {
    const feed = await Feed.open(page);
    const eye = await readDown(feed, 12_345);
    await sampleFromStart(page);
    await page.reload();
    await feed.expectLive();
    await expect(feed.row(eye.id)).toBeInViewport();
    const shift = shiftOf(eye.id, await stopSampling(page));
    expect(note("moved while reloading, px", shift)).toBeLessThanOrEqual(0.5);
    await expectAt(feed, eye, "reload");
  });
});

test("who goes back while a search is being read gets the rows of the address, and no others", async ({
  app,
  page,
}) => {
  const ids = await app.open(someAlerts(40));
  const feed = await Feed.open(page);
  const { promise: isReleased, resolve: release } = Promise.withResolvers<void>();
  await page.route(/\/api\/alerts\?.*q=/u, async (route) => {
    await isReleased;
    // Where it was given up, nobody takes it.
    await route.continue().catch(() => {});
  });
  const asked = page.waitForRequest(/q=/u);
  await page.getByRole("combobox").fill("nothing");
  await asked;
  await page.goBack();
  await expect(page).not.toHaveURL(/q=/u);
  release();
  await feed.rest();
  await feed.expectNewest(ids.at(-1) ?? 0);
  // A screenful at first, the others after it.
  await expect(feed.rows).toHaveCount(40);
});

test("who goes back to the head lands on what has arrived meanwhile", async ({ app, page }) => {
  const ids = await app.open(someAlerts(60));
  const feed = await Feed.open(page);
  await feed.row(ids.at(-3) ?? 0).click();
  await expect(page).toHaveURL(/\/alerts\//u);
  await feed.pointAt();
  const newest = (await app.open(someAlerts(5))).at(-1) ?? 0;
  await expect(feed.pill).toHaveAttribute("data-new-count", "5");
  await page.goBack();
  await feed.expectNewest(newest);
  await expect(feed.row(newest)).toBeInViewport();
  await feed.rest();
  expect(await feed.scroller.evaluate((scroller) => scroller.scrollTop)).toBe(0);
});

/** Scrolls on so far, rests there, and gives the row at the eye. */
async function readDown(feed: Feed, distance: number): Promise<Placed> {
  await feed.glide(distance, 8000);
  await feed.letGo();
  await feed.rest();
  return feed.eye();
}

async function expectAt(feed: Feed, before: Placed, name: string): Promise<void> {
  await expect(feed.row(before.id)).toBeInViewport();
  await feed.rest();
  const after = await feed.eye();
  expect(after.id, name).toBe(before.id);
  expect(note(`${name}: off, px`, Math.abs(after.top - before.top))).toBeLessThanOrEqual(0.5);
}
