import type { Locator, Page } from "@playwright/test";
import { type App, someAlerts } from "../support/app.ts";
import { Feed, frames } from "../support/feed.ts";
import { expect, READ_ONLY, test } from "../support/fixtures.ts";

// Oracle: the log of the server, which has what was asked of it, once or more often.

const HELD = [
  ["Delete", (app: App) => app.allIds().then(({ length }) => 12 - length)],
  ["r", (app: App) => app.allIds("status=resolved").then(({ length }) => length)],
  ["a", (app: App) => app.allIds("status=acknowledged").then(({ length }) => length)],
] as const;

for (const [key, countDone] of HELD) {
  test(`${key} that is held acts once, wherever the focus goes`, async ({ app, page }) => {
    await app.open(someAlerts(12));
    const feed = await Feed.open(page, "/?status=firing");
    await page.keyboard.press("j");
    await holdKey(page, key);
    await expect(feed.rows).toHaveCount(11);
    await page.keyboard.press("j");
    await page.keyboard.press(key);
    await expect(feed.rows).toHaveCount(10);
    await expect.poll(() => countDone(app)).toBe(2);
  });
}

test("a button that is held by Enter or Space acts once", async ({ app, page }) => {
  // The focus goes to the next older row once a row is deleted, which is not to be opened.
  const [, deleted = 0, opened = 0] = await app.open(someAlerts(3));
  const feed = await Feed.open(page, `/alerts/${opened}`);
  for (const key of ["Enter", " "]) {
    await feed.detail.getByRole("button", { name: /^acknowledge/iu }).focus();
    await holdKey(page, key);
    await expect.poll(() => app.allIds("status=acknowledged")).toEqual([opened]);
    await app.act(opened, "unacknowledge");
    await expect(feed.row(opened)).toHaveAttribute("data-status", "firing");
  }
  await feed.row(deleted).focus();
  await feed
    .row(deleted)
    .getByRole("button", { name: /^delete/iu })
    .focus();
  await holdKey(page, "Enter");
  await expect(feed.row(deleted)).toHaveCount(0);
  await expect.poll(async () => (await app.allIds()).length).toBe(2);
  await frames(page, 10);
  await expect(page).toHaveURL(new RegExp(`/alerts/${opened}$`, "u"));
});

test.describe("among alerts to which nothing happens", () => {
  test.use(READ_ONLY);

  test("a switch that is held by Enter or Space is turned once", async ({ page }) => {
    await Feed.open(page);
    const pause = page.getByRole("button", { name: /pause/iu });
    for (const [key, isPaused] of [
      ["Enter", "true"],
      [" ", "false"],
    ] as const) {
      await pause.focus();
      await holdKey(page, key);
      await frames(page, 2);
      await expect(pause).toHaveAttribute("data-paused", isPaused);
    }
  });
});

for (const [name, press] of [
  ["a double click", (button: Locator) => button.dblclick()],
  ["two quick clicks", twoClicks],
] as const) {
  test(`${name} acts once`, async ({ app, page }) => {
    const [kept = 0, deleted = 0, opened = 0] = await app.open(someAlerts(3));
    const feed = await Feed.open(page, `/alerts/${opened}`);
    for (const [id, place] of [
      [kept, feed.row(kept)],
      [opened, feed.detail],
    ] as const) {
      await feed.row(id).hover();
      await press(place.getByRole("button", { name: /^acknowledge/iu }));
      await expect(feed.row(id)).toHaveAttribute("data-status", "acknowledged");
      await expect
        .poll(async () => (await app.historyOf(id)).slice(1))
        .toEqual(["AlertAcknowledged"]);
    }
    await feed.row(deleted).hover();
    await press(feed.row(deleted).getByRole("button", { name: /^delete/iu }));
    await expect(feed.row(deleted)).toHaveCount(0);
    await expect.poll(() => app.allIds()).toEqual([opened, kept]);
    await expect(page, "nor does it open the next row").toHaveURL(
      new RegExp(`/alerts/${opened}$`, "u"),
    );
  });
}

test("what another does first does not turn a press into its opposite", async ({ app, page }) => {
  const [id = 0] = await app.open(someAlerts(1));
  const feed = await Feed.open(page, `/alerts/${id}`);
  const places = { "in the row": feed.row(id), "in the detail": feed.detail };
  for (const [where, place] of Object.entries(places)) {
    // Were the button to make way, what takes its place might cover but a part of it.
    for (const part of [0.1, 0.5, 0.9]) {
      await feed.row(id).hover();
      const box = await place.getByRole("button", { name: /^acknowledge/iu }).boundingBox();
      if (!box) throw new Error("the button is not on screen");
      await page.mouse.move(box.x + box.width * part, box.y + box.height / 2);
      await app.act(id, "acknowledge");
      await expect(feed.row(id)).toHaveAttribute("data-status", "acknowledged");
      await page.mouse.down();
      await page.mouse.up();
      await frames(page, 10);
      await expect(feed.row(id)).toHaveAttribute("data-status", "acknowledged");
      expect((await app.historyOf(id)).at(-1), `${where}, at ${part}`).toBe("AlertAcknowledged");
      await app.act(id, "unacknowledge");
      await expect(feed.row(id)).toHaveAttribute("data-status", "firing");
    }
  }
});

test("nothing that happens to the open alert moves what can be done about it", async ({
  app,
  page,
}) => {
  const about = { title: "Disk", fingerprint: "f", source: "test" };
  const [id = 0] = await app.open([about]);
  const feed = await Feed.open(page, `/alerts/${id}`);
  const controls = feed.detail.getByRole("group", { name: "Actions" }).getByRole("button");
  const note = feed.detail.getByRole("textbox", { name: "Note" });
  const places = async () =>
    Promise.all([note, ...(await controls.all())].map((control) => control.boundingBox()));
  await note.focus();
  const before = await places();
  await app.post([
    { ...about, title: "Disk is full ".repeat(20), description: "It fills up.\n".repeat(30) },
  ]);
  await expect(feed.detail.getByRole("heading", { level: 2 })).toContainText("full");
  expect(await places()).toEqual(before);
  for (const action of ["acknowledge", "resolve"]) await app.act(id, action, { note: "Done" });
  await expect(feed.detail.getByText("Resolved", { exact: true }).first()).toBeVisible();
  expect(await places()).toEqual(before);
});

/** Holds a key until the keyboard has repeated it, as often as turns a switch back again. */
async function holdKey(page: Page, key: string): Promise<void> {
  for (let downs = 0; downs < 20; downs++) await page.keyboard.down(key);
  await page.keyboard.up(key);
}

/** Two clicks that the browser does not count as one double click. */
async function twoClicks(button: Locator): Promise<void> {
  const box = await button.boundingBox();
  if (!box) throw new Error("the button is not on screen");
  const { mouse } = button.page();
  await mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await mouse.click(box.x + box.width / 2 + 1, box.y + box.height / 2);
}
