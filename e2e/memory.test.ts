import type { CDPSession } from "@playwright/test";
import { someAlerts } from "./app.ts";
import { Feed } from "./feed.ts";
import { expect, test } from "./fixtures.ts";
import { note } from "./measured.ts";
import { mostRows, watchRows } from "./screen.ts";

const SLIDES = 500;
const DISTANCE = 30_000;
/** Times: some 700 bytes for each request are what the browser's own tools keep of it. */
const MOST_HEAP = 1.05;

// Oracle: what the browser counts after it has collected what nothing refers to any more.

test("however often the window slides, it takes no more memory, nodes or listeners", async ({
  app,
  page,
}) => {
  test.setTimeout(240_000);
  await app.open(someAlerts(700));
  const feed = await Feed.open(page);
  const slides = { count: 0 };
  page.on("response", (response) => {
    if (/(before|after)=/u.test(response.url())) slides.count++;
  });
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  await watchRows(page);
  const slide = async (count: number) => {
    slides.count = 0;
    for (let turn = 0; slides.count < count; turn++)
      await feed.glide(DISTANCE * (-1) ** turn, 20_000);
    await feed.rest();
    // The browser keeps a note of each request, up to 250 of them.
    await page.evaluate(() => performance.clearResourceTimings());
  };

  // What is made once, by the first of them, is no leak.
  await slide(50);
  const before = await inUse(session);
  await slide(SLIDES);
  const after = await inUse(session);
  note("slides", slides.count);
  expect(note("rows at most", await mostRows(page))).toBeLessThanOrEqual(200);
  expect(note("nodes more", after.nodes - before.nodes)).toBeLessThanOrEqual(before.nodes * 0.02);
  expect(note("listeners more", after.listeners - before.listeners)).toBeLessThanOrEqual(5);
  expect(note("heap, times", after.heap / before.heap)).toBeLessThanOrEqual(MOST_HEAP);
});

async function inUse(session: CDPSession) {
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Infinity;
  return {
    heap: metric("JSHeapUsedSize"),
    nodes: metric("Nodes"),
    listeners: metric("JSEventListeners"),
  };
}
