import type { Page } from "@playwright/test";
import { SILENCE } from "../../src/protocol/frame.ts";
import { type App, someAlerts } from "../support/app.ts";
import { Feed, frames } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

test("acknowledge and resolve act on the row at once, before the server has answered", async ({
  app,
  page,
}) => {
  const [id = 0] = await app.open([{ title: "Disk is full" }]);
  const feed = await Feed.open(page);
  for (const [action, name, status] of [
    ["acknowledge", /^acknowledge/iu, "acknowledged"],
    ["resolve", /^resolve/iu, "resolved"],
  ] as const) {
    const release = await hold(page, `/api/alerts/${id}/${action}`);
    await feed.row(id).hover();
    await feed.row(id).getByRole("button", { name }).click();
    await expect(feed.row(id)).toHaveAttribute("data-status", status);
    expect((await app.page()).alerts[0]?.status).not.toBe(status);
    release();
    await expect.poll(async () => (await app.page()).alerts[0]?.status).toBe(status);
    await expect(feed.row(id)).toHaveAttribute("data-status", status);
  }
});

test.describe("when the server refuses", () => {
  test.use({ expectedErrors: [/status of (409|503)/u] });

  test("the row goes back to what it was, with a message", async ({ app, page }) => {
    const [id = 0] = await app.open([{ title: "Disk is full" }]);
    await page.route(`**/api/alerts/${id}/acknowledge`, (route) =>
      route.fulfill({
        status: 503,
        contentType: "application/problem+json",
        json: {
          type: "about:blank",
          title: "The store cannot take this now",
          status: 503,
          code: "store-busy",
          detail: "The store is busy.",
        },
      }),
    );
    const feed = await Feed.open(page);
    await feed.row(id).hover();
    await feed
      .row(id)
      .getByRole("button", { name: /^acknowledge/iu })
      .click();
    await expect(page.getByRole("alert").or(page.getByRole("status"))).toContainText([
      /busy|cannot/iu,
    ]);
    await expect(feed.row(id)).toHaveAttribute("data-status", "firing");
  });

  test("what another has done meanwhile stays", async ({ app, page }) => {
    const [id = 0] = await app.open([{ title: "Disk is full" }]);
    const feed = await Feed.open(page);
    const release = await hold(page, `/api/alerts/${id}/acknowledge`);
    await feed.row(id).hover();
    await feed
      .row(id)
      .getByRole("button", { name: /^acknowledge/iu })
      .click();
    await expect(feed.row(id)).toHaveAttribute("data-status", "acknowledged");
    await app.act(id, "resolve");
    release();
    await expect(feed.row(id)).toHaveAttribute("data-status", "resolved");
  });
});

test("a deleted row leaves at once and undo brings it back", async ({ app, page }) => {
  const [first = 0, id = 0, last = 0] = await app.open([
    { title: "First" },
    { title: "Second" },
    { title: "Third" },
  ]);
  const feed = await Feed.open(page, `/alerts/${id}`);
  await page
    .getByRole("complementary")
    .getByRole("button", { name: /^delete/iu })
    .click();
  await expect(feed.row(id)).toHaveCount(0);
  await expect.poll(() => app.allIds()).toEqual([last, first]);
  await page.getByRole("button", { name: /^undo/iu }).click();
  await expect(feed.row(id)).toHaveCount(1);
  await expect.poll(() => app.allIds()).toEqual([last, id, first]);
});

test("what one operator does, another sees", async ({ app, page, context }) => {
  const [id = 0] = await app.open([{ title: "Disk is full" }]);
  const feed = await Feed.open(page);
  const other = await Feed.open(await context.newPage());
  await feed.row(id).hover();
  await feed
    .row(id)
    .getByRole("button", { name: /^acknowledge/iu })
    .click();
  await expect(other.row(id)).toHaveAttribute("data-status", "acknowledged");
});

test("acknowledged and resolved at once, a row never goes back on the way", async ({
  app,
  page,
}) => {
  const [id = 0] = await app.open([{ title: "Disk is full" }]);
  const feed = await Feed.open(page);
  const releases = [
    await hold(page, `/api/alerts/${id}/acknowledge`),
    await hold(page, `/api/alerts/${id}/resolve`),
  ];
  await feed.row(id).evaluate((row) => {
    window.statuses = [];
    const look = () => window.statuses?.push(row.getAttribute("data-status"));
    new MutationObserver(look).observe(row, { attributeFilter: ["data-status"] });
  });
  await feed.row(id).focus();
  await page.keyboard.press("a");
  // Before the script of the actions is there, both would be done in one go.
  await expect(feed.row(id)).toHaveAttribute("data-status", "acknowledged");
  await page.keyboard.press("r");
  for (const [index, release] of releases.entries()) {
    release();
    await expect.poll(async () => (await historyOf(app, id)).length).toBe(index + 2);
  }
  await frames(page, 5);
  expect(await page.evaluate(() => window.statuses)).toEqual(["acknowledged", "resolved"]);
});

test.describe("a message about what failed", () => {
  test.use({ expectedErrors: [/status of (409|503)/u] });

  test("is an alert, and stays until it was read", async ({ app, page }) => {
    const [first = 0, second = 0] = await app.open(someAlerts(2));
    await page.clock.install();
    const feed = await Feed.open(page);
    await page.route("**/acknowledge", (route) => route.fulfill({ status: 503, json: {} }));
    await feed.row(first).focus();
    await page.keyboard.press("a");
    await expect(page.getByRole("alert")).toContainText("503");
    await feed.row(second).focus();
    // It is said at once. A request that is under way yet would be given up for all the time that passes below.
    const answered = page.waitForResponse((response) => response.request().method() === "DELETE");
    await page.keyboard.press("Delete");
    await expect(page.getByText("Deleted “")).toBeVisible();
    await (await answered).finished();
    await frames(page, 2);
    // After a silence the page would connect anew, which takes time that does not pass here.
    await page.clock.runFor(SILENCE - 5_000);
    await expect(page.getByText("Deleted “")).toHaveCount(0);
    await expect(page.getByRole("alert")).toContainText("503");
    await page.getByRole("button", { name: "Dismiss" }).click();
    await expect(page.getByRole("alert")).toHaveCount(0);
  });
});

declare global {
  interface Window {
    statuses?: (string | null)[];
  }
}

/** The types of what has happened to an alert, oldest first. */
async function historyOf(app: App, id: number): Promise<string[]> {
  const answer = await app.fetch(`/api/alerts/${id}/events`);
  const { events } = (await answer.json()) as { events: { type: string }[] };
  return events.map(({ type }) => type);
}

/** Keeps requests to this address waiting until the function given back is called. */
async function hold(page: Page, path: string): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(`**${path}`, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}
