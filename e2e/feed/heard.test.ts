import type { Page } from "@playwright/test";
import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { openHeard } from "../support/heard.ts";
import { enter, Team } from "../people/team.ts";

// Oracle: the tree that the browser gives to assistive technology, and what its live regions are made to say.

// A browser reports requests that fail, whoever handles them.
test.use({ expectedErrors: [/WebSocket connection|ERR_INTERNET_DISCONNECTED/u] });

const LABELLED = someAlerts(12).map((alert, index) => ({
  ...alert,
  labels: { env: index % 3 === 0 ? "dev" : "prod" },
}));

const says = (page: Page) => page.locator("p[aria-live=polite]");

test("suggestions are a list that the search field leads, and what was found is told", async ({
  app,
  page,
}) => {
  await app.open(LABELLED);
  await openHeard(page);
  await page.keyboard.press("/");
  await page.keyboard.type("en");
  const search = page.getByRole("search");
  await expect(search).toMatchAriaSnapshot(`
    - combobox /^Search alerts/ [expanded]: en
    - listbox "Suggestions":
      - option "env= 2 values"
      - option "env=prod 8 open"
      - option "env=dev 4 open"
      - option "“en” anywhere ↵"
  `);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const field = search.getByRole("combobox");
  const active = search.getByRole("option", { selected: true });
  await expect(active).toHaveText(/env=prod/u);
  const id = await active.getAttribute("id");
  await expect(field).toHaveAttribute("aria-activedescendant", id ?? "none");
  await expect(field).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(search).toMatchAriaSnapshot(`
    - list "What is asked for":
      - listitem:
        - link "env=prod , leave out"
    - combobox /^Search alerts/
  `);
  await expect(field).toBeFocused();
  await expect(says(page)).toHaveText("8 alerts");
  await page.keyboard.type("zebra ");
  await expect(says(page)).toHaveText("No alerts");
  // Nothing is heard of a text that stays as it is.
  const before = await says(page).textContent();
  await page.keyboard.type("quagga ");
  await expect.poll(() => says(page).textContent()).not.toBe(before);
  await expect(says(page)).toHaveText("No alerts");
});

test("what is selected is told, and the focus stays where keys act on it", async ({
  app,
  page,
}) => {
  const ids = await app.open(LABELLED);
  const newest = ids.at(-1) ?? 0;
  const feed = await openHeard(page);
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(says(page)).toHaveText("1 selected");
  await expect(feed.row(newest)).toHaveRole("row");
  await expect(feed.row(newest)).toBeFocused();
  const bar = page.getByRole("region", { name: "Selected alerts" });
  await expect(bar).toMatchAriaSnapshot(`
    - paragraph:
      - text: 1 selected
      - button "All 12 that match"
    - button "Acknowledge"
    - button "Resolve"
    - button "Snooze"
    - button "Delete"
    - button "Note"
    - button "End the selection"
  `);
  await page.keyboard.press("Shift+ArrowDown");
  await expect(says(page)).toHaveText("2 selected");

  // The button goes when it is pressed.
  await bar.getByRole("button", { name: "All 12 that match" }).press("Enter");
  await expect(says(page)).toHaveText("All that match are selected");
  await expect(feed.scroller).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(says(page)).toHaveText("Nothing is selected");
  await expect(bar).toHaveCount(0);

  // By key alone; what refuses is told, and put away without losing the focus.
  await app.act(newest, "acknowledge");
  await expect(feed.row(newest)).toHaveAttribute("data-status", "acknowledged");
  let answer = () => {};
  const gate = new Promise<void>((resolve) => (answer = resolve));
  await page.route(/\/api\/operations\/\d+$/u, async (route) => {
    await gate;
    await route.continue();
  });
  await page.keyboard.press("Shift+X");
  await expect(page.locator("[data-selected-count]")).toHaveAttribute("data-selected-count", "12");
  await page.keyboard.press("a");
  await expect(says(page)).toHaveText("Acknowledging…");
  // The server looks for them first, and the page has counted them.
  const running = page.getByRole("group", { name: /^Acknowledging/u });
  await expect(running).toMatchAriaSnapshot(`
    - 'group "Acknowledging: 0 of 12"':
      - 'progressbar "Acknowledging: 0 of 12"'
      - button "Cancel"
  `);
  await running.getByRole("button", { name: "Cancel" }).focus();
  answer();
  const refused = page.getByRole("alert").filter({ hasText: "Not done to 1 alert" });
  await expect(refused).toContainText("The alert is already acknowledged");
  await expect(feed.scroller).toBeFocused();
  await expect(page.locator("[data-toast]")).toHaveText("11 alerts acknowledgedUndo");
  await refused.getByRole("button", { name: "Dismiss" }).press("Enter");
  await expect(refused).toHaveCount(0);
  await expect(feed.scroller).toBeFocused();
});

test("a message is told once, not with all that are still there", async ({ app, page }) => {
  await app.open(LABELLED);
  await openHeard(page);
  await page.keyboard.press("j");
  await page.keyboard.press("a");
  await page.keyboard.press("j");
  await page.keyboard.press("a");
  const toasts = page.locator(".toasts");
  await expect(toasts).toMatchAriaSnapshot(`
    - status:
      - paragraph:
        - text: Acknowledged “Alert 12”
        - button "Undo"
      - paragraph:
        - text: Acknowledged “Alert 11 with a title that wraps with a title that wraps wi…”
        - button "Undo"
  `);
  await expect(toasts).toHaveAttribute("aria-atomic", "false");
});

test("that changes do not come is told, and that they do again, but no search says so", async ({
  app,
  context,
  page,
}) => {
  await app.open(LABELLED);
  const feed = await openHeard(page);
  await expect(feed.connection).toHaveAttribute("aria-live", "off");
  await expect(says(page)).toHaveText("");
  await context.setOffline(true);
  await expect(says(page)).toHaveText(/^Offline\. Changes do not reach this page/u);
  await context.setOffline(false);
  await expect(says(page)).toHaveText("Live again");
});

test("a place in time is a slider that says where it is, and what was received then", async ({
  app,
  page,
}) => {
  await app.open(LABELLED);
  await openHeard(page);
  const slider = page.getByRole("slider", { name: "Place in time" });
  await slider.focus();
  await expect(slider).toHaveAttribute("aria-orientation", "vertical");
  await expect(slider).toHaveAttribute(
    "aria-valuetext",
    /^\w{3} \d+ \w{3}, .+: (?:\d+|no) alerts/u,
  );
  const [least = 0, now = 0, most = 0] = await slider.evaluate((element) =>
    ["aria-valuemin", "aria-valuenow", "aria-valuemax"].map((name) =>
      Number(element.getAttribute(name)),
    ),
  );
  expect(least).toBeLessThanOrEqual(now);
  expect(now).toBeLessThanOrEqual(most);
});

test("each dialog says what it is, and gives the focus back to the row", async ({ app, page }) => {
  const ids = await app.open(LABELLED);
  const feed = await openHeard(page);
  await page.keyboard.press("j");
  const row = feed.row(ids.at(-1) ?? 0);
  await expect(row).toBeFocused();
  for (const [key, name, focused] of [
    ["?", "Keys", "heading"],
    ["g", "Go to a date or a time", "textbox"],
    ["s", "Snooze", "button"],
    ["Control+k", "All there is to do", "combobox"],
  ] as const) {
    await page.keyboard.press(key);
    const dialog = page.getByRole("dialog", { name });
    await expect(dialog).toBeVisible();
    await expect(dialog.getByRole(focused).first(), name).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect(row, `after ${name}`).toBeFocused();
  }

  await page.keyboard.press("g");
  const moment = page.getByRole("dialog", { name: "Go to a date or a time" });
  await page.keyboard.type("zebra");
  await page.keyboard.press("Enter");
  await expect(moment).toMatchAriaSnapshot(`
    - heading "Go to a date or a time" [level=2]
    - textbox "Go to a date or a time" [invalid]: zebra
    - button "Go"
    - alert: “zebra” is not a date or a time.
    - paragraph: Such as 2026-03-03, 3 Mar, 14:30, 3 Mar 14:30, Mon or -3d.
  `);
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "All there is to do" });
  await page.keyboard.type("ackn");
  await expect(palette).toMatchAriaSnapshot(`
    - combobox "What to do, or where to go" [expanded]: ackn
    - listbox "What there is":
      - option "Acknowledge Alert 12 a" [selected]
    - status
  `);
  await page.keyboard.type("zebra");
  await expect(palette.getByRole("status")).toHaveText("Nothing here is called “acknzebra”.");
});

test("what cannot be undone is asked first: the dialog says what goes, and no is nearest", async ({
  app,
  page,
}) => {
  const team = await Team.found(app, LABELLED);
  await team.ask("DELETE", "/api/alerts/12");
  await enter(page, "Mira", "/alerts/12");
  const feed = new Feed(page);
  await feed.expectLive();
  const forget = feed.detail.getByRole("button", { name: "Delete for good…" });
  await forget.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Delete for good?" });
  await expect(dialog).toMatchAriaSnapshot(`
    - dialog "Delete for good?":
      - heading "Delete for good?" [level=2]
      - paragraph: /“Alert 12” goes with its notes and its history, and nothing brings it back\\./
      - button "Cancel"
      - button "Delete for good"
  `);
  await expect(dialog).toHaveAccessibleDescription(/^“Alert 12” goes with its notes/u);
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(forget).toBeFocused();
});
