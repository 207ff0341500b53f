import type { Page } from "@playwright/test";
import { someAlerts } from "../support/app.ts";
import { axeOn } from "../support/axe.ts";
import { Feed, frames } from "../support/feed.ts";
import { expect, READ_ONLY, test } from "../support/fixtures.ts";
import { openHeard } from "../support/heard.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("the feed, what lies over it, the detail and the empty page have no accessibility problem", async ({
      app,
      page,
    }) => {
      await Feed.open(page);
      // A feed must have articles, says the rule; an empty one has no other way to be a feed.
      expect(await problemsOf(page, "aria-required-children"), "empty").toEqual([]);

      // Rows are alike, and each is looked at by every rule.
      const ids = await app.open(someAlerts(12));
      await app.act(ids[9] ?? 0, "acknowledge");
      await app.act(ids[10] ?? 0, "resolve");
      const feed = await Feed.open(page);
      expect(await problemsOf(page), "feed").toEqual([]);
      await page.keyboard.press("j");
      await page.keyboard.press("Delete");
      await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
      await app.open(someAlerts(3));
      await expect(feed.pill).toHaveAttribute("data-new-count", "3");
      expect(await problemsOf(page), "pill, actions of a row, message").toEqual([]);
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog")).toBeVisible();
      expect(await problemsOf(page), "dialog").toEqual([]);

      const { detail } = await Feed.open(page, `/alerts/${ids[9]}`);
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
  const [news = 0] = await app.open([{ title: "News", severity: "critical" }]);
  await feed.expectNewest(news);
  await expect(feed.rows.first()).toHaveAccessibleName("Critical, firing: News");
  await expect(feed.rows.first().getByText("firing"), "not on screen").toHaveCSS("opacity", "0");
  await expect(feed.rows.nth(1), "its position stays").toHaveAttribute(
    "aria-posinset",
    position ?? "",
  );
});

test("arrivals are told in few words, many at a time", async ({ app, page }) => {
  await app.open(someAlerts(60));
  const feed = await openHeard(page);
  await page.evaluate(() => {
    const region = document.querySelector("p[aria-live=polite]");
    const told: string[] = [];
    Object.assign(window, { told });
    new MutationObserver(() => told.push(region?.textContent ?? "")).observe(region ?? document, {
      subtree: true,
      characterData: true,
      childList: true,
    });
  });
  for (let burst = 0; burst < 5; burst++) {
    const [, id = 0] = await app.open([{ title: "x", severity: "critical" }, { title: "y" }]);
    await feed.expectNewest(id);
  }
  const told = () => page.evaluate(() => ("told" in window ? (window.told as string[]) : []));
  const sum = async () =>
    (await told()).reduce((total, words) => total + Number(words.split(" ")[0]), 0);
  await expect.poll(sum).toBe(10);
  expect((await told()).length).toBeLessThanOrEqual(3);
  expect((await told()).join()).toMatch(/\b\d+ new alerts, \d+ critical/u);
});

test.describe("among alerts to which nothing happens", () => {
  test.use(READ_ONLY);

  test("the feed is busy while another place is read, and no longer", async ({ held, page }) => {
    const feed = await Feed.open(page);
    const list = page.getByRole("feed");
    await expect(list).toHaveAttribute("aria-busy", "false");
    let answer = () => {};
    const gate = new Promise<void>((resolve) => (answer = resolve));
    await page.route(/after=/u, async (route) => {
      await gate;
      await route.continue();
    });
    await page.keyboard.press("End");
    await expect(list).toHaveAttribute("aria-busy", "true");
    answer();
    await expect(feed.row(held[0] ?? 0)).toBeInViewport();
    await expect(list).toHaveAttribute("aria-busy", "false");
  });
});

for (const [reducedMotion, moves] of [
  ["no-preference", true],
  ["reduce", false],
] as const) {
  test(`where motion is "${reducedMotion}", an arrival ${moves ? "slides" : "does not slide"} in`, async ({
    app,
    page,
  }) => {
    await page.emulateMedia({ reducedMotion });
    await app.open(someAlerts(5));
    const feed = await Feed.open(page);
    await noteMovement(page);
    const [id = 0] = await app.open([{ title: "News" }]);
    await feed.expectNewest(id);
    await frames(page, 10);
    expect(await page.evaluate(() => document.body.dataset["moved"] === "yes")).toBe(moves);
  });
}

/** Notes on the body whether anything is moved by an animation from now on. */
function noteMovement(page: Page): Promise<void> {
  return page.evaluate(() => {
    document.addEventListener("animationstart", ({ target }) => {
      const animations = target instanceof Element ? target.getAnimations() : [];
      const frames = animations.flatMap(({ effect }) =>
        effect instanceof KeyframeEffect ? effect.getKeyframes() : [],
      );
      if (frames.some((frame) => "transform" in frame)) document.body.dataset["moved"] = "yes";
    });
  });
}

async function problemsOf(page: Page, ...unwanted: string[]): Promise<string[]> {
  const { violations } = await axeOn(page).disableRules(unwanted).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary ?? ""}`),
  );
}
