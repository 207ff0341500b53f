import type { Page } from "@playwright/test";
import { axeOn } from "../support/axe.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { idsOf } from "../support/screen.ts";

const LABELS = [
  { env: "prod", service: "checkout" },
  { env: "prod", service: "checkout" },
  { env: "prod", service: "search" },
  { env: "dev", service: "search" },
];

for (const [where, viewport] of [
  ["at a desk", { width: 1280, height: 800 }],
  ["on a phone", { width: 390, height: 780 }],
] as const) {
  // Oracle: the labels as they were posted, counted by hand.
  test(`${where}, what is typed becomes tokens by the keys, and is taken back by them`, async ({
    app,
    page,
  }) => {
    await page.setViewportSize(viewport);
    const ids = await app.open(LABELS.map((labels) => ({ title: "Slow", labels })));
    const [first = 0, second = 0, third = 0] = ids;
    const feed = await Feed.open(page);
    const field = page.getByRole("combobox", { name: /^Search alerts/u });
    const options = page.getByRole("listbox").getByRole("option");
    const tokens = page.locator("[data-token] bdi");

    await page.keyboard.press("/");
    await page.keyboard.type("ser");
    await expect(options).toHaveText([
      "service=2 values",
      "service=checkout2 open",
      "service=search2 open",
      /anywhere/u,
    ]);
    expect(await problemsOf(page)).toEqual([]);
    await page.keyboard.press("ArrowDown");
    await expectActive(page, "service=2 values");
    await page.keyboard.press("Enter");
    await expect(field).toHaveValue("service=");
    await expect(options).toHaveText(["service=checkout2 open", "service=search2 open"]);
    await page.keyboard.press("ArrowUp");
    await expectActive(page, "service=search2 open");
    await page.keyboard.press("Enter");
    await expect(tokens).toHaveText(["service=search"]);
    await expect(field).toHaveValue("");
    await expect(field).toBeFocused();
    await expect.poll(() => idsOf(page)).toEqual(ids.slice(2).toReversed());

    // Counted in what is asked for already.
    await page.keyboard.type("env=");
    await expect(options).toHaveText(["env=dev1 open", "env=prod1 open"]);
    await page.keyboard.type("prod ");
    await expect(tokens).toHaveText(["service=search", "env=prod"]);
    await expect.poll(() => idsOf(page)).toEqual([third]);
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Backspace");
    await expect(tokens).toHaveCount(0);
    await expect(page).toHaveURL("/");

    await page.keyboard.type("service!~sea.* severity=info");
    // Where nothing is suggested, Escape leaves the text.
    await expect(options.first()).toHaveText(/severity=info/u);
    await page.keyboard.press("Escape");
    await expect(options).toHaveCount(0);
    await page.keyboard.press("Enter");
    await expect(tokens).toHaveText(["severity=info", "service!~sea.*"]);
    await expect.poll(() => idsOf(page)).toEqual([second, first]);
    await tokens.last().click();
    await expect(tokens).toHaveText(["severity=info"]);
    await expect(field).toBeFocused();
    await expect(feed.rows).toHaveCount(4);
  });
}

test("a label of a row or of the detail adds itself, with Alt it is left out", async ({
  app,
  page,
}) => {
  const ids = await app.open(LABELS.map((labels) => ({ title: "Slow", labels })));
  const feed = await Feed.open(page);
  const tokens = page.locator("[data-token] bdi");
  const label = (name: string) => feed.rows.first().locator(`[data-label="${name}"]`);
  await label("env").click({ modifiers: ["Alt"] });
  await expect(tokens).toHaveText(["env!=dev"]);
  await expect.poll(() => idsOf(page)).toEqual(ids.slice(0, 3).toReversed());
  await label("service").click();
  await expect(tokens).toHaveText(["env!=dev", "service=search"]);
  await expect(feed.rows).toHaveCount(1);
  await expect(page).not.toHaveURL(/alerts/u);

  await Feed.open(page, `/alerts/${ids[0]}`);
  await feed.detail
    .getByRole("link", { name: "checkout", exact: true })
    .click({ modifiers: ["Alt"] });
  await expect(tokens).toHaveText(["service!=checkout"]);
  await expect.poll(() => idsOf(page)).toEqual(ids.slice(2).toReversed());
});

test.describe("what cannot be asked for", () => {
  test.use({ expectedErrors: [/Failed to load resource/u] });

  test("is said, and stays in the field", async ({ app, page }) => {
    await app.open([{ title: "One" }]);
    const feed = await Feed.open(page);
    const field = page.getByRole("combobox", { name: /^Search alerts/u });
    await field.fill("severity=bad");
    await field.press("Enter");
    const fault = () =>
      field.evaluate((input) =>
        input instanceof HTMLInputElement ? input.validationMessage : null,
      );
    expect(await fault()).toBe("severity is critical, error, warning or info.");
    await expect(field).toHaveValue("severity=bad");
    await expect(feed.rows).toHaveCount(1);
    await field.fill("env=~(");
    await field.press("Enter");
    await expect(page.getByText("not a pattern")).toBeVisible();
    await page.goBack();
    await expect(feed.rows).toHaveCount(1);
  });
});

/** What a screen reader is led to. */
async function expectActive(page: Page, text: string): Promise<void> {
  const active = page.getByRole("option", { selected: true });
  await expect(active).toHaveText(text);
  const field = page.getByRole("combobox", { name: /^Search alerts/u });
  await expect(field).toHaveAttribute(
    "aria-activedescendant",
    (await active.getAttribute("id")) ?? "",
  );
}

async function problemsOf(page: Page): Promise<unknown[]> {
  const { violations } = await axeOn(page).analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}

test("the first key is asked about at once, those that follow it quickly together", async ({
  app,
  page,
}) => {
  await app.open([{ title: "Disk is full", labels: { env: "prod" } }]);
  const asked: (string | null)[] = [];
  page.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === "/api/suggest") asked.push(searchParams.get("text"));
  });
  await page.clock.install();
  await Feed.open(page);
  const field = page.getByRole("combobox");
  await field.focus();
  await expect.poll(() => asked, "as soon as what suggests is there").toEqual([""]);
  await page.clock.pauseAt(Date.now() + 1000);
  // No timer runs: it is asked in the task of the key.
  await field.press("e");
  await expect.poll(() => asked).toEqual(["", "e"]);
  await field.press("n");
  await page.clock.runFor(1);
  await field.press("v");
  await page.clock.runFor(60);
  await expect.poll(() => asked).toEqual(["", "e", "env"]);
});

test("until the server answers, what is known is narrowed; and it is asked once, though the feed follows", async ({
  app,
  page,
}) => {
  await app.open(LABELS.map((labels) => ({ title: "Slow", labels })));
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const asked: (string | null)[] = [];
  await page.route(/\/api\/suggest\?/u, async (route) => {
    const text = new URL(route.request().url()).searchParams.get("text");
    asked.push(text);
    if (text !== "") await released;
    await route.continue();
  });
  const feed = await Feed.open(page);
  const field = page.getByRole("combobox");
  const options = page.getByRole("listbox").getByRole("option");
  await Promise.all([
    page.waitForResponse((response) => response.url().endsWith("text=")),
    field.focus(),
  ]);
  await field.fill("sear");
  await expect(options).toHaveText(["service=search2 open", /anywhere/u]);
  await field.press("ArrowDown");
  await expectActive(page, "service=search2 open");
  // What the feed shows is another list by now, and the same question.
  await expect(page).toHaveURL("/?q=sear");
  await expect(feed.rows).toHaveCount(2);
  await field.fill("check");
  await expect(options).toHaveText(["service=checkout2 open", /anywhere/u]);
  await expect(page.getByRole("option", { selected: true })).toHaveCount(0);
  await expect(page).toHaveURL("/?q=check");
  await expect(feed.rows.first()).toContainText("checkout");
  await field.press("ArrowDown");
  await expectActive(page, "service=checkout2 open");
  await app.open([{ title: "Slow", labels: { env: "prod", service: "checkout" } }]);
  release();
  await expect(options).toHaveText(["service=checkout3 open", /anywhere/u]);
  await expectActive(page, "service=checkout3 open");
  expect(asked).toEqual(["", "sear", "check"]);
});

test("suggestions that were put away stay so when the feed follows what is typed", async ({
  app,
  page,
}) => {
  await app.open([{ title: "Several" }]);
  const feed = await Feed.open(page);
  const options = page.getByRole("option");
  await page.keyboard.press("/");
  await page.keyboard.type("s");
  await expect(options.first()).toBeVisible();
  await page.keyboard.type("ev");
  await page.keyboard.press("Escape");
  await expect(options).toHaveCount(0);
  await expect(page).toHaveURL("/?q=sev");
  await expect(feed.rows).toHaveCount(1);
  await feed.expectLive();
  await expect(options).toHaveCount(0);
});

test("a word that becomes a name on the way is not searched for any more", async ({
  app,
  page,
}) => {
  await app.open([
    { title: "Disk", severity: "critical" },
    { title: "Several", severity: "info" },
  ]);
  const feed = await Feed.open(page);
  await page.keyboard.press("/");
  await page.keyboard.type("sev");
  await expect(page).toHaveURL("/?q=sev");
  await expect(feed.rows).toHaveCount(1);
  const name = page.getByRole("option", { name: "severity= 2 values" });
  await expect(name).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(name).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox")).toHaveValue("severity=");
  await expect(page).toHaveURL("/");
  await expect(feed.rows).toHaveCount(2);
  // By hand it is the same.
  await page.keyboard.press("Backspace");
  await expect(page).toHaveURL("/?q=severity");
  await page.keyboard.type("=");
  await expect(page).toHaveURL("/");
  await page.keyboard.type("critical ");
  await expect(page).toHaveURL("/?severity=critical");
  await page.goBack();
  await expect(page, "one step of history").toHaveURL("/");
});
