import { type App, type NewAlert, someAlerts } from "../support/app.ts";
import { arrive, startLoad } from "../support/load.ts";
import { isThorough, note } from "../support/measured.ts";
import { movementOf, shiftOf } from "../support/movement.ts";
import { largestShift, type Placed, sampleFrames } from "../support/screen.ts";
import { expectStretches, newestFirst, type Step, walk } from "../support/walk.ts";
import type { DrivenFeed } from "./driven-feed.ts";
import { expect, test } from "./fixtures.ts";

/** How far the wheel turns at a time (px), and through how many pages of alerts. */
const TURN = 120;
const PAGES = isThorough ? 12 : 3;
/** How many rows are walked through, in strides of so many screens. */
const ROWS = isThorough ? 3000 : 260;
const STRIDE = 1.5;
const ARRIVALS = isThorough ? 300 : 100;

/**
 * Declares the tests of what a browser's own way of scrolling, painting and remembering may break. All other tests of
 * the page run in Chromium alone.
 */
export function testPromises(): void {
  // One after the other, with one browser.
  test.describe.configure({ mode: "default", timeout: isThorough ? 600_000 : 240_000 });

  // Oracle: how far the rows that are on screen in two successive frames have moved between them.
  test("rows move as far as the wheel is turned, while pages load ahead", async ({ app, feed }) => {
    const deep = (await app.open(someAlerts(PAGES * 100 + 300))).at(-1) ?? 0;
    await app.open(someAlerts(PAGES * 50 + 100));
    await feed.open(`/?at=${await app.receivedAt(deep)}`);
    await feed.rest();
    for (const direction of [1, -1]) {
      const wanted = feed.line.asked() + PAGES;
      let sent = 0;
      const turn = async () => {
        await feed.turn(direction * TURN);
        await feed.frames(1);
        sent += direction * TURN;
      };
      // A browser that scrolls on a thread of its own may tell the page of many turns at once.
      await feed.startSampling(4000);
      while (feed.line.asked() < wanted) await turn();
      // WebKit tells the page of a turn that falls together with a correction only at the next one.
      await feed.frames(10);
      for (let more = 0; more < 3; more++) await turn();
      await feed.frames(10);
      const { total, reversal, shear } = movementOf(await feed.stopSampling());
      note("sent, px", sent);
      expect(note("error, px", Math.abs(total + sent))).toBeLessThanOrEqual(1);
      expect(note("reversal, px", reversal)).toBeLessThanOrEqual(0.5);
      expect(note("shear, px", shear)).toBeLessThanOrEqual(0.5);
    }
  });

  test("the timeline zooms without moving a row, and leads to the first alert", async ({
    app,
    feed,
  }) => {
    const [first = 0] = await app.open(someAlerts(300));
    await feed.open();
    const value = () =>
      feed.engine.evaluate(
        () => document.querySelector("[data-timeline]")?.getAttribute("aria-valuetext") ?? "",
      );
    await expect.poll(value).toMatch(/\d alerts/u);
    await feed.rest();
    await feed.startSampling();
    const { x, y } = await feed.middle("[data-timeline]");
    await feed.engine.perform({
      type: "wheel",
      id: "wheel",
      actions: [{ type: "scroll", x, y, deltaX: 0, deltaY: -TURN }],
    });
    await feed.frames(10);
    expect(largestShift(await feed.stopSampling())).toBe(0);
    await feed.click("[data-timeline]");
    await expect.poll(async () => (await feed.rows()).at(-1)?.id).toBe(first);
    const height = await feed.height();
    await expect.poll(async () => (await feed.rows()).at(-1)?.top).toBeLessThan(height);
  });

  // Oracle: where the row at the reader's eye stands on screen, at every frame.
  test("the row at the eye stands still, whatever becomes of the others", async ({ app, feed }) => {
    const alerts = someAlerts(400).map((alert, index) => ({ ...alert, fingerprint: `${index}` }));
    await app.open(alerts);
    await feed.open();
    await turnUntil(feed, async () => (await feed.rows()).length === 200);
    feed.line.hold();
    await turnUntil(feed, () => feed.line.held() === 1);
    await feed.letGo();
    await feed.rest();
    const eye = await feed.eye();

    await feed.startSampling();
    const arrived = arrive(app, ARRIVALS);
    await changeHeights(app, feed, alerts, eye.id);
    const newest = (await feed.rows())[0]?.id ?? 0;
    feed.line.release();
    await expect.poll(() => feed.row(newest), "rows are evicted").toBeNull();
    for (const size of ["150%", "110%", "100%"]) await sizeText(feed, size);
    await arrived;
    await expect.poll(() => feed.count()).toBe(ARRIVALS);
    await feed.frames(3);
    const samples = await feed.stopSampling();
    expect(note("drift, px", shiftOf(eye.id, samples))).toBeLessThanOrEqual(0.5);
    expect(note("frames", samples.length)).toBeGreaterThan(20);
  });

  // Oracle: the ids that the API gives, against those on the page at each stride, and where their rows stand.
  test("down the feed and back up under live load, every row is there, once and in its place", async ({
    app,
    feed,
  }) => {
    await app.open(someAlerts(ROWS));
    await feed.open();
    const load = startLoad(app);
    const down = await walk(feed, STRIDE, ({ seen }) => seen.at(-1) === 1);
    await load.stop();
    // More than are let in at once, so that the way up leads through all of them.
    const newest = (await app.open(someAlerts(300))).at(-1) ?? 0;
    const up = await walk(feed, -STRIDE, ({ seen }) => seen[0] === newest);

    const all = await app.allIds();
    expectStretches([...down, ...up], all);
    const passed = (steps: readonly Step[]) => newestFirst(steps.flatMap(({ ids }) => ids));
    expect(passed(up), "every row was there on the way up").toEqual(all);
    const started = all.slice(all.indexOf(ROWS));
    expect(passed(down).slice(-ROWS), "every row was there on the way down").toEqual(started);
  });

  test("back, forward and a reload return to the same alert at the same offset", async ({
    app,
    feed,
  }) => {
    await app.open(someAlerts(300));
    await feed.open();
    const all = await readDown(feed, 200);
    await feed.click('.filters [data-severity="critical"]');
    await expect.poll(() => feed.path()).toContain("severity=critical");
    await expect.poll(async () => (await feed.rows()).every(({ id }) => id % 4 === 1)).toBe(true);
    const critical = await readDown(feed, 200);

    await feed.engine.traverse(-1);
    await expectAt(feed, all, "back");
    await feed.engine.traverse(1);
    await expectAt(feed, critical, "forward");
    await feed.engine.reload();
    await expectAt(feed, critical, "reload");
    await feed.engine.goto("about:blank");
    await feed.engine.traverse(-1);
    await expectAt(feed, critical, "back from another site");
  });

  // Oracle: where the rows stand at every frame, from the first.
  test("a permalink is there from its first frame, also when half of it comes late", async ({
    app,
    feed,
  }) => {
    const id = (await app.open(someAlerts(150))).at(-1) ?? 0;
    await app.open(someAlerts(150));
    feed.line.runFirst(sampleFrames);
    for (const pause of [0, 300]) {
      feed.line.halve(pause);
      await feed.open(`/alerts/${id}`);
      await feed.frames(10);
      const row = (await feed.rows()).find((placed) => placed.id === id);
      const centre = ((await feed.height()) - (row ? row.bottom - row.top : 0)) / 2;
      const shown = (await feed.stopSampling()).filter((rows) => Object.keys(rows).length > 0);
      const off = shown.map((rows) => Math.abs((rows[id] ?? Infinity) - centre));
      expect(off.length).toBeGreaterThan(10);
      expect(note("off its place, px", Math.max(...off))).toBeLessThanOrEqual(1);
    }
  });

  // Oracle: the log of the server and the history of the browser, which have what was done, once or more often.
  test("a key, a click and a double click act once", async ({ app, feed }) => {
    const ids = (await app.open(someAlerts(12))).toReversed();
    const [first = 0, second = 0, third = 0] = ids;
    await feed.open();
    const visits = () => feed.engine.evaluate(() => history.length);
    const before = await visits();

    await feed.press("j");
    await feed.press("j");
    await feed.press("Enter");
    await expect.poll(() => feed.path()).toBe(`/alerts/${second}`);
    expect(await visits()).toBe(before + 1);
    await feed.press("Escape");
    await expect.poll(() => feed.path()).toBe("/");
    await feed.press("a", 5);
    await expect.poll(async () => (await feed.row(second))?.status).toBe("acknowledged");
    await feed.press("k");
    await feed.press("Delete", 5);
    await expect.poll(() => feed.row(first)).toBeNull();
    await feed.frames(10);
    expect(await app.allIds()).toEqual(ids.slice(1));

    const opened = await visits();
    await feed.click(`[data-alert-id="${third}"] .meta`);
    await expect.poll(() => feed.path()).toBe(`/alerts/${third}`);
    expect(await visits()).toBe(opened + 1);
    const button = `[data-alert-id="${third}"] [data-action="acknowledge"]`;
    await feed.point(`[data-alert-id="${third}"]`);
    await feed.frames(2);
    await feed.click(button, 2);
    await expect.poll(async () => (await feed.row(third))?.status).toBe("acknowledged");

    await feed.frames(10);
    for (const id of [second, third])
      expect(await app.historyOf(id)).toEqual(["AlertOpened", "AlertAcknowledged"]);
    expect(await app.allIds()).toEqual(ids.slice(1));
    expect(await feed.path(), "nor does a button open its row").toBe(`/alerts/${third}`);
  });

  // Oracle: the alerts as the server has them, and where the focus is after each step.
  test("a round by keys alone: tokens, a selection, undo, snooze, a date and the palette", async ({
    app,
    feed,
  }) => {
    const alerts = someAlerts(12).map((alert, index) => ({
      ...alert,
      labels: { env: index % 3 === 0 ? "dev" : "prod" },
    }));
    const ids = (await app.open(alerts)).toReversed();
    const [first = 0, second = 0] = ids;
    const row = (id: number) => `[data-alert-id="${id}"]`;
    await feed.open();

    await feed.press("/");
    await feed.type("en");
    const options = () => feed.words("[role=option]");
    await expect
      .poll(options)
      .toEqual(["env= 2 values", "env=prod 8 open", "env=dev 4 open", "“en” anywhere ↵"]);
    await feed.press("ArrowDown");
    await feed.press("ArrowDown");
    await expect
      .poll(() => feed.words('[role=option][aria-selected="true"]'))
      .toEqual(["env=prod 8 open"]);
    await feed.press("Enter");
    await expect.poll(() => feed.path()).toBe("/?label=env%3Dprod");
    await expect.poll(async () => (await feed.rows()).length).toBe(8);
    await expect.poll(() => feed.isFocused("#search"), "in the field still").toBe(true);
    await feed.press("Backspace");
    await expect.poll(() => feed.path(), "Backspace takes it back").toBe("/");
    await expect.poll(async () => (await feed.rows()).length).toBe(12);
    await feed.press("Escape");
    await expect.poll(() => feed.isFocused("[data-alert-id]"), "on a row").toBe(true);

    await feed.engine.evaluate((selector) => {
      document.querySelector<HTMLElement>(selector)?.focus();
    }, row(first));
    await feed.press("x");
    await feed.chord("Shift", "ArrowDown");
    const selected = () => feed.words("[data-selected-count] b");
    await expect.poll(selected).toEqual(["2 selected"]);
    await feed.press("a");
    await expect.poll(async () => (await feed.row(second))?.status).toBe("acknowledged");
    await expect.poll(selected).toEqual([]);
    await expect.poll(() => feed.words("[data-toast]")).toEqual(["2 alerts acknowledged Undo"]);
    await feed.press("z");
    for (const id of [first, second])
      await expect.poll(async () => (await feed.row(id))?.status).toBe("firing");
    await feed.chord("Shift", "X");
    await expect.poll(selected).toEqual(["All 12 that match"]);
    await feed.press("Escape");
    await expect.poll(selected).toEqual([]);
    await expect.poll(() => feed.isFocused(row(second)), "on the row still").toBe(true);

    for (const [key, dialog] of [
      [["s"], "dialog.snooze[open]"],
      [["g"], "dialog.keys[open]"],
      [["?"], "dialog.keys[open]"],
      [["Control", "k"], "dialog[data-palette][open]"],
    ] as const) {
      await feed.chord(...key);
      await expect.poll(() => feed.words(dialog), dialog).toHaveLength(1);
      await expect.poll(() => feed.isFocused(`${dialog} *`), `in ${dialog}`).toBe(true);
      await feed.press("Escape");
      await expect.poll(() => feed.words("dialog[open]")).toEqual([]);
      await expect.poll(() => feed.isFocused(row(second)), `after ${dialog}`).toBe(true);
    }
    await feed.chord("Control", "k");
    await expect.poll(() => feed.isFocused("[data-palette] input")).toBe(true);
    await feed.type("mine");
    await feed.press("Enter");
    await expect.poll(() => feed.path()).toBe("/?acknowledgedBy=me");
    await expect.poll(async () => (await feed.rows()).length).toBe(0);
    expect(await app.allIds("status=firing")).toEqual(ids);
  });
}

/** Rows are of such heights that nobody knows how far that is. */
async function turnUntil(feed: DrivenFeed, isThere: () => Promise<boolean> | boolean) {
  await expect(async () => {
    await feed.wheel(600);
    expect(await isThere()).toBe(true);
  }).toPass({ intervals: [0], timeout: 30_000 });
}

/** Rows grow and shrink above the screen, at the eye and below it, and one above it goes. */
async function changeHeights(
  app: App,
  feed: DrivenFeed,
  alerts: readonly NewAlert[],
  eye: number,
): Promise<void> {
  const changed = [eye + 20, eye + 3, eye, eye - 2];
  for (const title of ["A title that is much longer than before ".repeat(10), "Short"]) {
    await app.post(changed.flatMap((id) => ({ ...alerts[id - 1], title })));
    for (const id of changed) {
      await expect.poll(async () => (await feed.row(id))?.text).toContain(title.trim());
    }
  }
  await app.fetch(`/api/alerts/${eye + 1}`, { method: "DELETE" });
  await expect.poll(() => feed.row(eye + 1)).toBeNull();
}

/** Sets the size of text as a reader does in the browser, and lets the page draw what follows. */
async function sizeText(feed: DrivenFeed, size: string): Promise<void> {
  await feed.engine.evaluate((value) => {
    document.documentElement.style.fontSize = value;
  }, size);
  await feed.frames(3);
}

/** Scrolls down to about this alert, rests there, and gives the row at the eye. */
async function readDown(feed: DrivenFeed, id: number): Promise<Placed> {
  await turnUntil(feed, async () => (await feed.eye()).id <= id);
  await feed.letGo();
  await feed.rest();
  return feed.eye();
}

async function expectAt(feed: DrivenFeed, before: Placed, name: string): Promise<void> {
  await feed.expectLive();
  await expect.poll(async () => (await feed.eye()).id, name).toBe(before.id);
  await feed.rest();
  const after = await feed.eye();
  expect(after.id, name).toBe(before.id);
  expect(note(`${name}: off, px`, Math.abs(after.top - before.top))).toBeLessThanOrEqual(0.5);
}
