import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

const HOUR = 3_600_000;

test("the detail tells how often it was before, and leads there", async ({ app, page }) => {
  const now = Date.now();
  const past = (hours: number) => new Date(now - hours * HOUR).toISOString();
  const episode = { title: "Disk is full", fingerprint: "f", severity: "critical" };
  for (const [began, minutes] of [
    [200, 6],
    [120, 41],
    [50, 22],
  ] as const) {
    const resolvedAt = past(began - minutes / 60);
    await app.post([{ ...episode, startedAt: past(began), status: "resolved", resolvedAt }]);
  }
  const [id = 0] = await app.open([{ ...episode, startedAt: past(1) }]);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const feed = await Feed.open(page, `/alerts/${id}`);
    const words = "3 episodes in 30 days, 22 min in the middle";
    await expect(feed.detail.getByRole("heading", { name: `Seen before: ${words}` })).toBeVisible();
    await expect(feed.detail.getByRole("img")).toHaveAccessibleName(new RegExp(words, "u"));
    const listed = feed.detail.getByRole("listitem").filter({ hasText: "resolved after" });
    await expect(listed).toContainText([/22 min$/u, /41 min$/u, /6 min$/u]);
    await listed.first().getByRole("link").click();
    await expect(page).toHaveURL(`/alerts/${id - 1}`);
    await expect(feed.detail.locator(".kicker")).toContainText("resolved after 22 min");
    await expect(feed.detail.getByRole("heading", { name: /^Seen before/u })).toContainText("2 ep");
  }
});
