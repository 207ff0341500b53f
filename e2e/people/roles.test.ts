import { Feed } from "../support/feed.ts";
import { enter, expect, test } from "./team.ts";

test("a viewer sees no action that they may not do, and is told why a key does nothing", async ({
  team,
  page,
}) => {
  await team.add("Ada", "viewer");
  await enter(page, "Ada", "/alerts/58");
  const feed = new Feed(page);
  await feed.expectLive();
  await expect(feed.detail.getByRole("heading", { level: 2 })).toBeVisible();
  await expect(feed.detail.getByRole("button", { name: "Acknowledge" })).toHaveCount(0);
  await expect(feed.detail.getByLabel("Note")).toHaveCount(0);
  await feed.row(59).hover();
  await expect(page.getByRole("group", { name: "Actions" })).toHaveCount(0);
  await page.keyboard.press("a");
  await expect(page.locator(".toast")).toContainText("Only operators may acknowledge alerts");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).not.toContainText("Resolve");
  await page.keyboard.press("Escape");

  await page.goto("/settings/people");
  await expect(page.getByText("That is for admins")).toBeVisible();
  await expect(page.getByRole("navigation").getByRole("link", { name: "People" })).toHaveCount(0);
});

test("who did it stands in the row, in the detail and in the history, for everyone", async ({
  team,
  page,
  browser,
}) => {
  await team.add("Jon", "operator");
  const context = await browser.newContext({ baseURL: team.app.url });
  const jons = await context.newPage();
  await enter(jons, "Jon", "/alerts/58");
  await new Feed(jons).expectLive();

  await enter(page, "Mira", "/alerts/58");
  const feed = new Feed(page);
  await feed.expectLive();
  await feed.detail.getByRole("button", { name: "Acknowledge", exact: true }).click();
  for (const one of [feed, new Feed(jons)]) {
    await expect(one.row(58)).toContainText("acknowledged by Mira, just now");
    await expect(one.detail.locator(".kicker")).toContainText("acknowledged by Mira");
    await expect(one.detail.getByRole("region", { name: "History" })).toContainText(
      "Acknowledged by Mira",
    );
  }
  await context.close();
});

test("Mine shows what one has acknowledged, as it comes and goes", async ({ team, page }) => {
  await team.add("Jon", "operator");
  for (const id of [10, 20]) await team.ask("POST", `/api/alerts/${id}/acknowledge`);
  await enter(page, "Jon");
  const feed = new Feed(page);
  await feed.expectLive();
  const filters = page.getByRole("navigation", { name: "Filters" });
  const mine = filters.getByRole("link", { name: "Mine" });
  await mine.click();
  await expect(page).toHaveURL("/?acknowledgedBy=me");
  await expect(feed.rows).toHaveCount(0);
  await feed.expectLive();

  const answer = await page.evaluate(() =>
    fetch("/api/alerts/30/acknowledge", { method: "POST" }).then(({ status }) => status),
  );
  expect(answer).toBe(200);
  await expect(feed.row(30)).toBeVisible();
  await expect(feed.row(30)).toContainText("acknowledged by Jon");
  await team.ask("POST", "/api/alerts/30/unacknowledge");
  await expect(feed.row(30)).toHaveCount(0);

  await page.reload();
  await expect(mine).toHaveAttribute("aria-current", "true");
  await mine.click();
  await expect(page).toHaveURL("/");
  await expect(feed.row(60)).toBeVisible();
});
