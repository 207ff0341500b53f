import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { heldBy } from "../support/heap.ts";
import { isThorough, note } from "../support/measured.ts";
import { mostRows, watchRows } from "../support/screen.ts";

/** As often twice: a leak goes on, while what is made once for a rare turn of events does not. */
const SLIDES = isThorough ? 500 : 80;
const DISTANCE = 30_000;
const MOST_HEAP = 1.01;
/** Objects of some 80 bytes: so many for each slide would be more than that. */
const SMALLEST_LEAK = isThorough ? 1 : 6;

test("however often the window slides, it takes no more memory, nodes or listeners", async ({
  app,
  page,
}) => {
  test.setTimeout(240_000);
  const ids = await app.open(someAlerts(700));
  const feed = await Feed.open(page);
  const slides = { count: 0 };
  page.on("response", (response) => {
    if (/(before|after)=/u.test(response.url())) slides.count++;
  });
  const session = await page.context().newCDPSession(page);
  await watchRows(page);
  const slide = async (count: number) => {
    slides.count = 0;
    for (let turn = 0; slides.count < count; turn++)
      await feed.glide(DISTANCE * (-1) ** turn, 20_000);
    // Two landings, so that as many rows are held before as after.
    await page.keyboard.press("Home");
    await feed.expectNewest(ids.at(-1) ?? 0);
    await page.keyboard.press("End");
    await expect(feed.row(ids[0] ?? 0)).toBeInViewport();
    await expect(page.getByText("Loading…")).toHaveCount(0);
    await feed.rest();
    // The browser keeps a note of each request, up to 250 of them.
    await page.evaluate(() => performance.clearResourceTimings());
  };

  // What is made once, by the first of them, is no leak.
  await slide(50);
  const before = await heldBy(session);
  await slide(SLIDES);
  const amid = await heldBy(session);
  await slide(SLIDES);
  const after = await heldBy(session);
  const grown = (figure: keyof typeof before) =>
    Math.min(amid[figure] - before[figure], after[figure] - amid[figure]);
  note("slides", slides.count);
  expect(note("rows at most", await mostRows(page))).toBeLessThanOrEqual(200);
  expect(note("nodes more", grown("nodes"))).toBeLessThanOrEqual(before.nodes * 0.02);
  expect(note("listeners more", grown("listeners"))).toBeLessThanOrEqual(5);
  expect(note("heap, times", 1 + grown("heap") / before.heap)).toBeLessThanOrEqual(MOST_HEAP);
});

test("so much as a few objects for each slide would be seen", async ({ app, page }) => {
  await app.open(someAlerts(700));
  await Feed.open(page);
  const session = await page.context().newCDPSession(page);

  const before = await heldBy(session);
  await page.evaluate((count) => {
    const kept = Array.from({ length: count }, (_, id) => ({ id, name: `slide ${id}` }));
    Object.assign(window, { kept });
  }, SLIDES * SMALLEST_LEAK);
  const after = await heldBy(session);
  expect(note("heap, times", after.heap / before.heap)).toBeGreaterThan(MOST_HEAP);
});
