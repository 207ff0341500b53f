import type { Page } from "@playwright/test";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

// Oracle: the boxes of words, buttons and links, as the browser has laid them out.

const LONG = "Filesystem /var/lib on db-12 has 7.4 % left and fills at 1.2 GiB/h, "
  .repeat(15)
  .slice(0, 1000)
  .trim();
const LABELS = Object.fromEntries(
  ["env", "region", "instance", "team", "service", "mountpoint", "job", "pod"].map((name) => [
    name,
    `${name}-with-a-value`,
  ]),
);

for (const [width, opens] of [
  [1700, false],
  [1440, false],
  [1024, false],
  [1024, true],
  [800, false],
] as const) {
  test(`${width} px wide${opens ? " beside the detail" : ""}, the buttons of a row cover no words and are whole`, async ({
    app,
    page,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    const ids = await app.open([
      { title: "Short" },
      { title: LONG, labels: LABELS },
      { title: "Many labels", labels: LABELS },
      { title: "Acknowledged", labels: LABELS },
      { title: "Resolved", labels: LABELS, startedAt: "2026-01-01T00:00:00Z" },
      { title: "Last" },
    ]);
    await app.act(ids[3] ?? 0, "acknowledge");
    await app.act(ids[4] ?? 0, "resolve");
    const feed = await Feed.open(page, opens ? `/alerts/${ids[0]}` : "/");
    for (const id of ids) {
      await feed.row(id).hover({ position: { x: 60, y: 10 } });
      const actions = feed.row(id).locator(".row-actions");
      await expect(actions).toBeVisible();
      expect(await actions.evaluate(wordsBeneath), `row ${id}`).toEqual([]);
    }
  });
}

/** Runs in the page: words of the rows that the actions cover, and words of theirs that are cut. */
function wordsBeneath(actions: Element): string[] {
  const covered = actions.getBoundingClientRect();
  const words: string[] = [];
  const walker = document.createTreeWalker(
    document.querySelector("[role=feed]") ?? document.body,
    NodeFilter.SHOW_TEXT,
  );
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (actions.contains(text) || text.parentElement?.closest(".unseen")) continue;
    // What is clamped away is not seen.
    const clip = text.parentElement?.closest(".long")?.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      if (clip && box.top >= clip.bottom) continue;
      const isApart =
        box.right <= covered.left + 0.5 ||
        box.left >= covered.right - 0.5 ||
        box.bottom <= covered.top + 0.5 ||
        box.top >= covered.bottom - 0.5;
      if (!isApart) words.push(text.textContent ?? "");
    }
  }
  for (const button of actions.querySelectorAll("button")) {
    if (button.scrollWidth > button.clientWidth) words.push(`cut: ${button.textContent}`);
  }
  return words;
}

for (const width of [390, 320]) {
  test.describe(`on a phone ${width} px wide`, () => {
    test.use({ viewport: { width, height: 700 }, hasTouch: true, isMobile: true });

    test("every filter can be seen and touched, and rows are dense", async ({ app, page }) => {
      await app.open(
        ["one", "two", "three", "four"].map((source) => ({ title: "Disk full", source })),
      );
      await Feed.open(page, "/?source=one,two,three,four");
      const filters = page.getByRole("navigation", { name: "Filters" }).getByRole("link");
      await expect(filters).toHaveCount(8);
      await expect(page.locator("[data-token] bdi")).toHaveText([
        "source=one",
        "source=two",
        "source=three",
        "source=four",
      ]);
      const unreachable = await filters.evaluateAll((links) =>
        links
          .filter((link) => {
            const { x, y, width: wide, height } = link.getBoundingClientRect();
            const at = document.elementFromPoint(x + wide / 2, y + height / 2);
            return wide < 44 || height < 44 || !link.contains(at);
          })
          .map((link) => link.textContent),
      );
      expect(unreachable).toEqual([]);
      const heights = await new Feed(page).rows.evaluateAll((rows) =>
        rows.map((row) => row.getBoundingClientRect().height),
      );
      expect(Math.max(...heights)).toBeLessThanOrEqual(60);
    });
  });
}

test("a title of 1,000 characters is clamped in the row and whole in the detail", async ({
  app,
  page,
}) => {
  const [id = 0, short = 0] = await app.open([{ title: LONG }, { title: "Short" }]);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 800 });
    const feed = await Feed.open(page, `/alerts/${id}`);
    const heading = feed.detail.getByRole("heading", { level: 2 });
    await expect(heading).toHaveText(LONG);
    expect(await heading.evaluate((element) => element.scrollHeight - element.clientHeight)).toBe(
      0,
    );
    const heightOf = (row: number) =>
      feed.row(row).evaluate((element) => element.getBoundingClientRect().height);
    expect((await heightOf(id)) - (await heightOf(short))).toBeLessThanOrEqual(3 * 20);
  }
});

test("a note keeps its lines, and a deleted alert says so beside its status", async ({
  app,
  page,
}) => {
  const [id = 0] = await app.open([{ title: "Disk full", annotations: { steps: "one\n  two" } }]);
  await app.act(id, "notes", { text: "First\n  1. second\n\nlast" });
  await app.fetch(`/api/alerts/${id}`, { method: "DELETE" });
  const feed = await Feed.open(page, `/alerts/${id}`);
  await expect(feed.detail.getByText("Note by")).toBeVisible();
  const text = await feed.detail.innerText();
  expect(text).toContain("First\n  1. second\n\nlast");
  expect(text).toContain("one\n  two");
  expect(text).toMatch(/firing for .*, deleted (just now|\d+ min ago)/u);
  await Feed.open(page, "/?deleted=only");
  await expect(feed.row(id)).toHaveAccessibleName("Info, firing, deleted: Disk full");
});

test("on a screen of 3,840 px no line is longer than can be read", async ({ app, page }) => {
  await page.setViewportSize({ width: 3840, height: 1000 });
  const [id = 0] = await app.open([{ title: LONG, description: LONG.repeat(3), labels: LABELS }]);
  const feed = await Feed.open(page, `/alerts/${id}`);
  await expect(feed.detail.getByRole("heading", { level: 2 })).toBeVisible();
  expect(await longestLine(page)).toBeLessThanOrEqual(1200);
});

/** The widest box of text on the page, in px. */
function longestLine(page: Page): Promise<number> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let longest = 0;
    while (walker.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      for (const { width } of range.getClientRects()) longest = Math.max(longest, width);
    }
    return longest;
  });
}
