import { frames, Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

test.describe("what is done", () => {
  test.use({ expectedErrors: [/status of 409/u] });

  test("is undone from its message, by key and from the history, or it is said why not", async ({
    app,
    page,
  }) => {
    await page.clock.install();
    const [first = 0, id = 0, last = 0] = await app.open([
      { title: "First" },
      { title: "Disk is full", fingerprint: "f" },
      { title: "Last" },
    ]);
    const feed = await Feed.open(page);
    const status = async (alert: number) =>
      (await app.page("deleted=include")).alerts.find((one) => one.id === alert)?.status;
    const toast = page.locator("[data-toast]");
    await feed.row(id).focus();

    await page.keyboard.press("a");
    await expect(toast).toContainText("Acknowledged “Disk is full”");
    await toast.getByRole("button", { name: "Undo" }).click();
    await expect(feed.row(id)).toHaveAttribute("data-status", "firing");
    await expect.poll(() => status(id)).toBe("firing");
    await expect(toast).toContainText("Undone: Acknowledged");

    // By key, one after the other, the last first; the focus stays where it is.
    await feed.row(id).focus();
    await page.keyboard.press("r");
    await page.keyboard.press("Delete");
    await expect(feed.row(id)).toHaveCount(0);
    await page.keyboard.press("z");
    await expect(feed.row(id)).toHaveAttribute("data-status", "resolved");
    await page.keyboard.press("z");
    await expect(feed.row(id)).toHaveAttribute("data-status", "firing");
    await expect.poll(() => status(id)).toBe("firing");
    await page.keyboard.press("z");
    await expect(toast.last()).toContainText("nothing to undo");

    // A message is there for ten seconds in which nobody is on it. No time passes but these, however slow the machine is.
    await page.clock.pauseAt(Date.now() + 5_000);
    await feed.row(last).focus();
    await page.keyboard.press("a");
    const said = toast.filter({ hasText: "Acknowledged “Last”" });
    await said.hover();
    await page.clock.runFor(12_000);
    await expect(said).toBeVisible();
    await feed.letGo();
    await page.clock.runFor(9_000);
    await expect(said).toBeVisible();
    await page.clock.runFor(2_000);
    await expect(toast).toHaveCount(0);
    await page.clock.resume();

    // What has another end since is not taken back.
    await feed.row(first).focus();
    await page.keyboard.press("a");
    await expect.poll(() => status(first)).toBe("acknowledged");
    await app.act(first, "resolve");
    await expect(feed.row(first)).toHaveAttribute("data-status", "resolved");
    await page.keyboard.press("z");
    await expect(page.getByRole("alert")).toContainText("It has changed since");

    // From the history, also what somebody else has done.
    await app.act(id, "acknowledge");
    await page.goto(`/alerts/${id}`);
    await feed.expectLive();
    const history = feed.detail.getByRole("region", { name: "History" });
    const acknowledged = history.getByRole("listitem").filter({ hasText: "Acknowledged" });
    await acknowledged.first().getByRole("button", { name: "Take back" }).click();
    await expect.poll(() => status(id)).toBe("firing");
    await expect(acknowledged.getByRole("button", { name: "Take back" })).toHaveCount(0);

    // Refused by the server, with its reason: its trouble goes on as a newer episode.
    await app.act(id, "resolve");
    const reopening = history.getByRole("listitem").filter({ hasText: "Resolved" }).first();
    await expect(reopening.getByRole("button", { name: "Take back" })).toBeVisible();
    const later = new Date(Date.now() + 60_000).toISOString();
    await app.post([{ title: "Disk is full", fingerprint: "f", startedAt: later }]);
    // This entry lies where the last one did, and two presses of one place within half a second are one movement of the hand.
    await page.clock.runFor(500);
    await reopening.getByRole("button", { name: "Take back" }).click();
    await expect(page.getByRole("alert")).toContainText("A newer episode of the alert is open");
    await expect(feed.row(id)).toHaveAttribute("data-status", "resolved");
  });
});

test("an entry is not offered to be taken back before the history says what stands", async ({
  app,
  page,
}) => {
  const [, id = 0] = await app.open([{ title: "First" }, { title: "Disk is full" }]);
  for (const action of ["resolve", "reopen"] as const) await app.act(id, action);
  await page.goto(`/alerts/${id}`);
  const feed = new Feed(page);
  await feed.expectLive();
  const resolved = feed.detail.getByRole("listitem").filter({ hasText: "Resolved" });
  await expect(resolved).toHaveCount(1);

  // What is heard of the alert is ahead of its history, which is read anew.
  const read = Promise.withResolvers<void>();
  await page.route(`**/api/alerts/${id}/events?*`, async (route) => {
    await read.promise;
    await route.continue();
  });
  await app.act(id, "resolve");
  await expect(feed.detail.locator(".kicker")).toContainText("resolved");
  await expect(resolved.getByRole("button", { name: "Take back" })).toHaveCount(0);
  read.resolve();
  await expect(resolved).toHaveCount(2);
  await expect(resolved.first().getByRole("button", { name: "Take back" })).toBeVisible();
  await expect(resolved.last().getByRole("button", { name: "Take back" })).toHaveCount(0);
});

test("a history that was read before the alert was is read anew", async ({ app, page }) => {
  const [, id = 0] = await app.open([{ title: "First" }, { title: "Disk is full" }]);
  const told = Promise.withResolvers<void>();
  await page.routeWebSocket("**/*", (socket) => {
    const server = socket.connectToServer();
    // What tells of the change comes after it was read.
    server.onMessage(async (message) => {
      if (message.includes("acknowledged")) await told.promise;
      socket.send(message);
    });
  });
  const feed = await Feed.open(page);
  const acted = Promise.withResolvers<void>();
  let reads = 0;
  await page.route(`**/api/alerts/${id}/events?*`, async (route) => {
    const response = await route.fetch();
    if (reads++ === 0) await app.act(id, "acknowledge").then(() => acted.resolve());
    await route.fulfill({ response });
  });
  await page.route(`**/api/alerts/${id}`, async (route) => {
    await acted.promise;
    await route.continue();
  });
  await feed.row(id).getByRole("link").first().click();
  await expect(feed.detail.locator(".kicker")).toContainText("acknowledged");
  told.resolve();
  await expect(feed.row(id)).toHaveAttribute("data-status", "acknowledged");
  await expect(feed.detail.getByRole("region", { name: "History" })).toContainText("Acknowledged");
});

test("a snooze is asked for until when, marks the row and moves nothing", async ({ app, page }) => {
  const [, id = 0] = await app.open([
    { title: "First" },
    { title: "Disk is full", fingerprint: "f", severity: "warning" },
    { title: "Last" },
  ]);
  const feed = await Feed.open(page);
  const snoozedUntil = async () =>
    (await app.page()).alerts.find((alert) => alert.id === id)?.snoozedUntil;
  const dialog = page.getByRole("dialog", { name: "Snooze" });
  const tops = () =>
    feed.rows.evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().top));

  // By keyboard alone.
  const before = await tops();
  await feed.row(id).focus();
  await page.keyboard.press("s");
  await expect(dialog).toContainText("Disk is full");
  // Before nine another one is nearer.
  const hour = dialog.getByRole("button", { name: "For 1 hour" });
  await page.keyboard.press(await hour.locator("kbd").innerText());
  await expect(dialog).toHaveCount(0);
  await expect(feed.row(id)).toBeFocused();
  await expect(feed.row(id)).toContainText("snoozed until");
  await expect(feed.row(id)).toHaveAccessibleName("Warning, firing, snoozed: Disk is full");
  expect(await tops()).toEqual(before);
  await expect
    .poll(async () => Math.ceil((Date.parse((await snoozedUntil()) ?? "") - Date.now()) / 60_000))
    .toBeGreaterThanOrEqual(60);
  await page.keyboard.press("z");
  await expect(feed.row(id)).not.toContainText("snoozed");
  await expect.poll(snoozedUntil).toBeNull();

  // By pointer, until a time of one's own; one that is past is none.
  await feed.row(id).hover();
  await feed.row(id).getByRole("button", { name: "Snooze" }).click();
  const field = dialog.getByLabel("Until another time");
  await field.fill("2020-01-01T09:00");
  await field.press("Enter");
  await expect(dialog.getByRole("alert")).toHaveText("That is not a time to come.");
  await field.fill("2100-01-01T09:00");
  await dialog.getByRole("button", { name: "Snooze", exact: true }).click();
  await expect(feed.row(id)).toContainText("snoozed until 1 January 2100");

  // It leaves the view of what is not put off, and comes back where it gets worse.
  await page.goto("/?snoozed=no");
  await feed.expectLive();
  await expect(feed.row(id)).toHaveCount(0);
  await feed.letGo();
  await app.post([{ title: "Disk is full", fingerprint: "f", severity: "critical" }]);
  await expect(feed.row(id)).toBeVisible();
  await expect(feed.row(id)).not.toContainText("snoozed");

  // By itself at its time. It is put off for long first: else a slow page might see it neither go nor come.
  await app.act(id, "snooze", { until: "2100-01-01T09:00:00Z" });
  await expect(feed.row(id)).toHaveCount(0);
  const soon = new Date(Date.now() + 3_000).toISOString();
  await app.act(id, "snooze", { until: soon });
  await expect(feed.row(id)).toBeVisible();
  await expect.poll(snoozedUntil).toBeNull();
});

test("on a phone, all of it is done in the detail", async ({ app, page }) => {
  await page.clock.install();
  await page.setViewportSize({ width: 390, height: 844 });
  const [id = 0] = await app.open([{ title: "Disk is full" }]);
  const feed = await Feed.open(page, `/alerts/${id}`);
  const press = (name: string) => feed.detail.getByRole("button", { name, exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Snooze" });
  await press("Snooze");
  // Its times go on with the clock, and take nothing away from the hand.
  const field = dialog.getByLabel("Until another time");
  await field.fill("2100-01-01T09:00");
  const hour = dialog.getByRole("button", { name: "For 1 hour" });
  await hour.focus();
  await page.clock.runFor(12_000);
  await expect(hour).toBeFocused();
  await expect(field).toHaveValue("2100-01-01T09:00");
  await dialog.getByRole("button", { name: /tomorrow/u }).click();
  await expect(feed.detail.locator(".kicker")).toContainText("snoozed until");
  await frames(page, 2);
  const toast = page.locator("[data-toast]");
  await toast.getByRole("button", { name: "Undo" }).click();
  await expect(feed.detail.locator(".kicker")).not.toContainText("snoozed");
  await press("Resolve");
  await expect(feed.detail.locator(".kicker")).toContainText("resolved");
  await press("Reopen");
  await expect(feed.detail.locator(".kicker")).toContainText("firing");
  await page.keyboard.press("n");
  await expect(feed.detail.getByLabel("Note")).toBeFocused();
});
