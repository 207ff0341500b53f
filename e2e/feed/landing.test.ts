import { someAlerts } from "../support/app.ts";
import { Feed, frames } from "../support/feed.ts";
import { expect, READ_ONLY, test } from "../support/fixtures.ts";
import { startHalfLine } from "../support/half-page.ts";
import { note } from "../support/measured.ts";
import { type Sample, sampleFromStart, startSampling, stopSampling } from "../support/screen.ts";
import { slowDown } from "../support/slow-line.ts";

// Oracle: where the rows stand at every frame. Until the reader lands they stand as they stood, and
// from then on the row that was asked for stands at its place: nothing is shown on the way.

test("Home, End and the pill land at their place at once", async ({ app, page }) => {
  const ids = await app.open(someAlerts(700));
  const feed = await Feed.open(page);
  await feed.rest();
  await startSampling(page);
  await page.keyboard.press("End");
  await expectLanding("End", feed, ids[0] ?? 0, "bottom");

  await startSampling(page);
  await page.keyboard.press("Home");
  await expectLanding("Home", feed, ids.at(-1) ?? 0, "top");

  await feed.glide(12_000, 8000);
  await feed.rest();
  const arrived = (await app.open(someAlerts(260))).at(-1) ?? 0;
  await expect(feed.pill).toHaveAttribute("data-new-count", "260");
  await startSampling(page);
  await feed.pill.click();
  await expectLanding("pill", feed, arrived, "top");
});

test("no more rows are asked for than fill the screen where the reader lands", async ({
  app,
  page,
}) => {
  await app.open(someAlerts(300));
  const feed = await Feed.open(page);
  await feed.rest();
  const landing = page.waitForRequest(/[?&]after=.*&limit=/u);
  await page.keyboard.press("End");
  const { searchParams } = new URL((await landing).url());
  const limit = note("rows asked for", Number(searchParams.get("limit")));
  const height = await feed.scroller.evaluate(({ clientHeight }) => clientHeight);
  const lowest = await feed.rows.evaluateAll((rows) =>
    Math.min(...rows.map(({ clientHeight }) => clientHeight)),
  );
  expect(limit * lowest, "they fill it").toBeGreaterThanOrEqual(height);
  expect(limit, "and hardly more").toBeLessThan(30);
});

test("what arrives while a place is read is counted, whichever answer comes first", async ({
  app,
  page,
}) => {
  const ids = await app.open(someAlerts(200));
  const feed = await Feed.open(page);
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/api\/alerts\?.*after=/u, async (route) => {
    await released;
    await route.continue();
  });
  const newest = page.waitForResponse(/limit=1$/u);
  await page.keyboard.press("End");
  await newest;
  await app.open(someAlerts(3));
  release();
  await expect(feed.row(ids[0] ?? 0)).toBeInViewport();
  await expect(feed.pill).toHaveAttribute("data-new-count", "3");
});

test.describe("among alerts to which nothing happens", () => {
  test.use(READ_ONLY);

  test("the way back to a permalink whose rows have gone lands at once", async ({ held, page }) => {
    const id = held[350] ?? 0;
    const feed = await Feed.open(page, `/alerts/${id}`);
    await page.keyboard.press("Escape");
    await feed.expectClosed();
    await page.keyboard.press("End");
    await expect(feed.row(held[0] ?? 0)).toBeInViewport();
    await feed.rest();
    await startSampling(page);
    await page.goBack();
    await expectLanding("permalink, by back", feed, id, "centre");
  });

  for (const [kind, isSlow] of [
    ["permalink", false],
    ["time", false],
    ["permalink", true],
  ] as const) {
    const line = isSlow ? " over a slow line" : "";
    test(`a page opened at a ${kind}${line} is there from its first frame`, async ({
      app,
      held,
      page,
    }) => {
      if (isSlow) await slowDown(page);
      const id = held[held.length / 2 - 1] ?? 0;
      await sampleFromStart(page);
      const path = kind === "time" ? `/?at=${await app.receivedAt(id)}` : `/alerts/${id}`;
      const waiting = await expectLanding(kind, await Feed.open(page, path), id, "centre");
      expect(waiting.filter((sample) => Object.keys(sample).length > 0)).toEqual([]);
    });
  }

  test("where half a page is painted, no row is until the reader is where they belong", async ({
    app,
    held,
    page,
  }) => {
    const id = held[held.length / 2] ?? 0;
    const line = await startHalfLine(app.url);
    const feed = new Feed(page);
    const first = feed.scroller.locator("[data-alert-id]").first();
    const expectWaiting = async () => {
      await expect(first).toBeAttached();
      await expect(feed.row(id)).toHaveCount(0);
      await frames(page, 3);
      await expect(first).toBeHidden();
      line.release();
      await expect(first).toBeVisible();
    };

    line.hold();
    await page.goto(`${line.url}/alerts/${id}`, { waitUntil: "commit" });
    await expectWaiting();
    const { height, row } = await heights(feed, id);
    const [centred] = (await feed.visible()).filter((placed) => placed.id === id);
    expect(Math.abs((centred?.top ?? Infinity) - (height - row) / 2)).toBeLessThanOrEqual(1);

    const anchor = { alertId: id, offset: 123 };
    await page.evaluate((place) => history.replaceState({ anchor: place }, ""), anchor);
    line.hold();
    await page.reload({ waitUntil: "commit" });
    await expectWaiting();
    const [restored] = (await feed.visible()).filter((placed) => placed.id === id);
    expect(Math.abs((restored?.top ?? Infinity) - 123)).toBeLessThanOrEqual(1);

    // Who belongs at the top sees the rows as they come.
    line.hold();
    await page.goto(line.url, { waitUntil: "commit" });
    await expect(first).toBeVisible();
    await line.close();
  });
});

/** Gives the frames before the landing. */
async function expectLanding(
  name: string,
  feed: Feed,
  id: number,
  where: "top" | "centre" | "bottom",
): Promise<readonly Sample[]> {
  await expect(feed.row(id)).toBeInViewport();
  // Pages on both sides may still come in.
  await frames(feed.page, 20);
  const { height, row, end } = await heights(feed, id);
  const place = { top: 0, centre: (height - row) / 2, bottom: height - end - row }[where];
  const samples = await stopSampling(feed.page);
  const landed = samples.filter((sample) => Math.abs((sample[id] ?? Infinity) - place) <= 1);
  const [start = {}] = samples;
  const waiting = samples.filter((sample) => !landed.includes(sample) && isSame(sample, start));
  note(`${name}: off its place, px`, Math.abs((samples.at(-1)?.[id] ?? Infinity) - place));
  expect(samples.slice(0, waiting.length), `${name}: waits, then lands`).toEqual(waiting);
  expect(samples.length - waiting.length - landed.length, `${name}: frames on the way`).toBe(0);
  expect(landed.length, `${name}: has landed`).toBeGreaterThan(10);
  return waiting;
}

function heights(feed: Feed, id: number) {
  return feed.scroller.evaluate((scroller, alertId) => {
    const heightOf = (selector: string) =>
      scroller.querySelector(selector)?.getBoundingClientRect().height ?? 0;
    return {
      height: scroller.clientHeight,
      row: heightOf(`[data-alert-id="${alertId}"]`),
      end: heightOf('[data-end="older"]'),
    };
  }, id);
}

function isSame(a: Sample, b: Sample): boolean {
  const ids = Object.keys({ ...a, ...b }).map(Number);
  return ids.every((id) => Math.abs((a[id] ?? Infinity) - (b[id] ?? Infinity)) <= 0.5);
}
