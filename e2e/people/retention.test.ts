import { Feed } from "../support/feed.ts";
import { enter, expect, test, type Team } from "./team.ts";

// The browser reports what it does not find, too.
test.use({ expectedErrors: [/status of 40[1349]/u] });

/** Removes what is resolved, as an admin does, and waits until that has ended. */
async function purge(team: Team): Promise<void> {
  const before = new Date(Date.now() + 60_000).toISOString();
  const begun = await team.ask("POST", "/api/purge", { before });
  const { operation } = (await begun.json()) as { operation: { id: number } };
  await expect
    .poll(async () => {
      const answer = await team.ask("GET", `/api/operations/${operation.id}`);
      return ((await answer.json()) as { operation: { state: string } }).operation.state;
    })
    .toBe("done");
}

test("what is removed goes from every screen, and the end of the list says so", async ({
  team,
  page,
}) => {
  await team.add("Jon", "operator");
  for (const id of [1, 2, 3, 4, 30]) await team.ask("POST", `/api/alerts/${id}/resolve`);
  await enter(page, "Jon");
  const feed = new Feed(page);
  await feed.expectLive();
  await page.keyboard.press("End");
  await expect(feed.row(1)).toBeVisible();
  const end = page.locator('[data-end="older"]');
  await expect(end).toContainText("The first alert");
  await expect(feed.row(30)).toHaveCount(1);

  await purge(team);
  for (const id of [1, 2, 3, 4, 30]) await expect(feed.row(id)).toHaveCount(0);
  await expect(feed.row(5)).toBeVisible();
  await expect(end).toHaveText(/^Older alerts were removed on \d+ \w+ \d{4}$/u);
  await feed.expectLive();

  await page.goto("/?severity=critical");
  await feed.expectLive();
  await page.keyboard.press("End");
  await expect(end).toContainText(/^The first that matches, .+\. Older alerts were removed on/u);

  await page.goto("/alerts/3");
  await expect(feed.detail.getByRole("alert")).toContainText("The alert was removed for good");
  await expect(feed.detail.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await expect(feed.row(5)).toBeVisible();
  await expect(end).toHaveText(/^Older alerts were removed/u);
});

test("the page of backups says how long alerts are kept and what was removed last", async ({
  team,
  page,
}) => {
  await enter(page, "Mira", "/settings/backups");
  const facts = page.getByRole("region", { name: "How long alerts are kept" });
  await expect(facts.getByText("For ever.")).toHaveCount(2);
  await expect(facts).toContainText("Nothing yet");
  for (const id of [1, 2]) await team.ask("POST", `/api/alerts/${id}/resolve`);
  await purge(team);
  await page.reload();
  await expect(facts).toContainText(/Last removed.*: 2 alerts, /u);
});

test("an admin deletes an alert of the trash for good, once asked whether that is meant", async ({
  team,
  page,
  browser,
}) => {
  await team.add("Jon", "operator");
  await team.ask("DELETE", "/api/alerts/58");
  const context = await browser.newContext({ baseURL: team.app.url });
  const jons = new Feed(await context.newPage());
  await enter(jons.page, "Jon", "/alerts/58?deleted=only");
  await jons.expectLive();
  await expect(jons.detail.getByRole("button", { name: "Restore" })).toBeVisible();
  await expect(jons.detail.getByRole("button", { name: /for good/u })).toHaveCount(0);

  await enter(page, "Mira", "/alerts/57");
  const feed = new Feed(page);
  await feed.expectLive();
  await expect(feed.detail.getByRole("heading", { level: 2 })).toBeVisible();
  await expect(feed.detail.getByRole("button", { name: /for good/u })).toHaveCount(0);
  await page.goto("/alerts/58");
  await feed.expectLive();
  await feed.detail.getByRole("button", { name: "Delete for good…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("with its notes and its history");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await expect(feed.detail.getByRole("heading", { level: 2 })).toBeVisible();
  await feed.detail.getByRole("button", { name: "Delete for good…" }).click();
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(page.locator(".toast")).toContainText("for good");
  await expect(feed.detail.getByRole("alert")).toContainText("The alert was removed for good");

  await expect(jons.row(58)).toHaveCount(0);
  await expect(jons.detail.getByRole("alert")).toContainText("The alert was removed for good");
  await context.close();
});
