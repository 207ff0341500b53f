import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { someAlerts } from "./app.ts";
import { Feed } from "./feed.ts";
import { expect, test } from "./fixtures.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("the feed, the detail and the empty page have no accessibility problem", async ({
      app,
      page,
    }) => {
      await Feed.open(page);
      // A feed must have articles, says the rule; an empty one has no other way to be a feed.
      expect(await problemsOf(page, "aria-required-children"), "empty").toEqual([]);

      const ids = await app.open(someAlerts(60));
      await app.act(ids[57] ?? 0, "acknowledge");
      await app.act(ids[58] ?? 0, "resolve");
      await Feed.open(page);
      expect(await problemsOf(page), "feed").toEqual([]);

      const { detail } = await Feed.open(page, `/alerts/${ids[57]}`);
      await expect(detail.getByRole("heading", { level: 2 })).toBeVisible();
      expect(await problemsOf(page), "detail").toEqual([]);
    });
  });
}

test("the feed tells assistive technology what it is", async ({ app, page }) => {
  await app.open(someAlerts(60));
  const feed = await Feed.open(page);
  await expect(feed.rows.first()).toHaveAttribute("aria-setsize", "-1");
  await expect(feed.rows.first()).toHaveAccessibleName(/Alert 60/u);
  const position = await feed.rows.first().getAttribute("aria-posinset");
  expect(position).toMatch(/^\d+$/u);
  const [news = 0] = await app.open([{ title: "News" }]);
  await feed.expectNewest(news);
  await expect(feed.rows.nth(1), "its position stays").toHaveAttribute(
    "aria-posinset",
    position ?? "",
  );
});

test("motion is off where it is not wanted", async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await app.open(someAlerts(5));
  const feed = await Feed.open(page);
  const [id = 0] = await app.open([{ title: "News" }]);
  await feed.expectNewest(id);
  expect(await feed.row(id).evaluate((row) => row.getAnimations({ subtree: true }).length)).toBe(0);
});

async function problemsOf(page: Page, ...unwanted: string[]): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).disableRules(unwanted).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary ?? ""}`),
  );
}
