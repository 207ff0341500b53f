import { setTimeout as sleep } from "node:timers/promises";
import { type App, someAlerts } from "../support/app.ts";
import { Crowd } from "../support/crowd.ts";
import { expect, test } from "../support/fixtures.ts";
import { isThorough, note } from "../support/measured.ts";

// What it takes of memory is measured.
test.use({ alone: true });

const READERS = 20;
/** Time (ms) for which they read nothing. */
const STALLED_FOR = isThorough ? 600_000 : 12_000;
/** 500 alerts a second. */
const BATCH = 50;
const EVERY = 100;
/** So long that what the two ends of a connection keep for it is full after some seconds. */
const DESCRIPTION = "x".repeat(isThorough ? 1_000 : 6_000);
/**
 * MB more at the least moment of the second half than of the first. Frames lie outside of the heap;
 * the heap is collected too seldom to be judged within seconds.
 */
const MOST_GROWTH = { frames: 10, heap: isThorough ? 40 : Infinity };

test("readers that stop reading under load cost the server nothing, and converge after", async ({
  app,
}) => {
  test.setTimeout(STALLED_FOR * 2 + 120_000);
  const start = { page: await app.page("limit=200"), filter: {} };
  const crowd = new Crowd(app.url, READERS, [start]);
  await expect.poll(() => crowd.count(({ isLive }) => isLive)).toBe(READERS);
  for (const member of crowd.members) member.stall();

  const [first, second] = [await load(app, STALLED_FOR / 2), await load(app, STALLED_FOR / 2)];
  note("events that the slowest is behind", await metric(app, "tocsin_slowest_lag_events"));
  note("closed for not reading", await metric(app, "tocsin_slow_readers_closed_total"));
  const frames = note("MB more for frames", second.frames - first.frames);
  const heap = note("MB more in the heap", second.heap - first.heap);
  expect(frames).toBeLessThan(MOST_GROWTH.frames);
  expect(heap).toBeLessThan(MOST_GROWTH.heap);

  for (const member of crowd.members) member.resume();
  const { alerts, head } = await app.page("limit=200");
  await expect.poll(() => caughtUp(app, crowd, head.seq)).toBe(READERS);
  const newest = alerts.map(({ id, seq }) => [id, seq]);
  for (const { rows } of crowd.members) {
    expect([...rows].toSorted(([a], [b]) => b - a).slice(0, newest.length)).toEqual(newest);
  }
  crowd.leave();
});

/** Opens alerts at an even rate for so long (ms). Says how little (MB) the server used meanwhile. */
async function load(app: App, time: number): Promise<{ frames: number; heap: number }> {
  const end = performance.now() + time;
  const least = { frames: Infinity, heap: Infinity };
  for (let next = performance.now(); next < end; next += EVERY) {
    await sleep(Math.max(next - performance.now(), 0));
    await app.post(someAlerts(BATCH, { description: DESCRIPTION }));
    const frames = (await metric(app, "nodejs_external_memory_bytes")) / 1e6;
    const heap = (await metric(app, "nodejs_heap_size_used_bytes")) / 1e6;
    least.frames = Math.min(least.frames, frames);
    least.heap = Math.min(least.heap, heap);
  }
  return least;
}

async function metric(app: App, name: string): Promise<number> {
  const metrics = await (await app.fetch("/metrics")).text();
  return Number(new RegExp(`^${name} (\\S+)$`, "mu").exec(metrics)?.[1]);
}

/** How many have all up to there. Who has missed too much begins with a page, as the feed does. */
async function caughtUp(app: App, crowd: Crowd, seq: number): Promise<number> {
  for (const member of crowd.members) {
    if (member.needsPage) member.begin(await app.page("limit=200"));
  }
  return crowd.count((member) => member.isLive && member.seq >= seq);
}
