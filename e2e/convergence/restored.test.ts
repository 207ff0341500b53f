import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, READ_ONLY, test } from "../support/fixtures.ts";
import { note } from "../support/measured.ts";
import { shiftOf } from "../support/movement.ts";
import { sampleFromStart, stopSampling } from "../support/screen.ts";

test.describe("among alerts to which nothing happens", () => {
  test.use(READ_ONLY);

  test("a reload stays at an alert below which the first page has too few", async ({
    app,
    page,
  }) => {
    const feed = await Feed.open(page);
    await feed.scrollDown(42);
    await feed.letGo();
    await feed.rest();
    const [before] = await feed.visible();
    expect(await app.page().then(({ alerts }) => alerts.map(({ id }) => id))).toContain(before?.id);
    await sampleFromStart(page);
    await page.reload();
    await feed.expectLive();
    await expect.poll(async () => (await feed.visible())[0]).toEqual(before);
    await expect.poll(() => feed.rows.count()).toBeGreaterThan(50);
    await expect(feed.scroller).not.toHaveAttribute("data-short");
    const shift = shiftOf(before?.id ?? 0, await stopSampling(page));
    expect(note("moved while reloading, px", shift)).toBeLessThanOrEqual(0.5);
  });
});

test("Back from elsewhere shows what is so now, not what was kept", async ({ app, page }) => {
  await app.open(someAlerts(3));
  await Feed.open(page);
  await page.goto("about:blank");
  await app.open([{ title: "Meanwhile" }]);
  const [answer] = await Promise.all([
    page.waitForResponse((response) => new URL(response.url()).pathname === "/"),
    page.goBack({ waitUntil: "commit" }),
  ]);
  expect(await answer.text()).toContain("Meanwhile");
});
