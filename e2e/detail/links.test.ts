import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { idsOf } from "../support/screen.ts";

const ODD = {
  "cost=center": "eu=1",
  "a!": "b c",
  '"x"': 'say "hi"',
  empty: "",
  long: "ö".repeat(1900),
};

test("each label of an alert, and its source, lead to a feed that has it, and stays so", async ({
  app,
  page,
}) => {
  const source = 'cron, "nightly"';
  const [id = 0] = await app.open([{ title: "Odd", source, labels: ODD }]);
  const [other = 0] = await app.open([{ title: "Other", labels: { empty: "no" } }]);
  const feed = await Feed.open(page);
  for (const [name, value] of [...Object.entries(ODD), ["source", source] as const]) {
    // The alert is open beside a feed that it is not in.
    await page.goto(`/alerts/${id}?severity=critical&label=empty%3Dno`);
    await feed.expectLive();
    const link = name === "source" ? { name: value } : { name: value || '""', exact: true };
    await feed.detail.getByRole("link", link).click();
    await feed.expectClosed();
    await expect(feed.row(id), name).toHaveCount(1);
    await expect(feed.row(other), name).toHaveCount(0);
    const [next = 0] = await app.open([{ title: "Next", source, labels: ODD }]);
    await app.open([{ title: "Not this", labels: { empty: "no" } }]);
    await feed.expectNewest(next);
    const shown = await idsOf(page);
    await page.reload();
    await feed.expectLive();
    expect(await idsOf(page), name).toEqual(shown);
  }
});

test("the search field shows a label as it can be typed", async ({ app, page }) => {
  const [id = 0] = await app.open([{ title: "Odd", labels: ODD }, { title: "Other" }]);
  const feed = await Feed.open(page, `/alerts/${id}`);
  await feed.detail.getByRole("link", { name: "b c", exact: true }).click();
  await feed.expectClosed();
  await expect(page.locator("[data-token] bdi")).toHaveText('"a!"="b c"');
  await page.goto("/");
  await feed.expectLive();
  await page.getByRole("combobox").fill('"a!"="b c"');
  await page.getByRole("combobox").press("Enter");
  await expect(feed.rows).toHaveCount(1);
  await expect(feed.row(id)).toHaveCount(1);
});

test("too many words are not searched for, and stay in the field", async ({ app, page }) => {
  await app.open([{ title: "One" }]);
  const feed = await Feed.open(page);
  const words = Array.from({ length: 50 }, (_, index) => `word${index}`).join(" ");
  const field = page.getByRole("combobox");
  await field.fill(words);
  await field.press("Enter");
  await expect(field).toHaveValue(words);
  expect(await field.evaluate((input) => input.matches(":invalid"))).toBe(true);
  await expect(feed.rows).toHaveCount(1);
  await field.fill("absent");
  await field.press("Enter");
  await expect(feed.rows).toHaveCount(0);
});

test("addresses that an alert is sent with can be followed, and say where to", async ({
  app,
  page,
}) => {
  const [id = 0] = await app.open([
    {
      title: "Linked",
      url: "db-12:9090/graph",
      description: "See https://wiki.example/disks (section 3).",
      annotations: {
        runbook_url: "https://runbooks.example/disk",
        dashboardURL: "https://graf.example/d/a",
        ticket: "https://tickets.example/1",
        note: "as in https://tickets.example/2.",
        evil: "javascript:alert(1)",
      },
    },
  ]);
  const feed = await Feed.open(page, `/alerts/${id}`);
  const links = feed.detail.getByRole("list", { name: "Links" }).getByRole("link");
  await expect(links).toHaveText(["Runbook", "Dashboard", "ticket"]);
  const outward = feed.detail.locator("a[target=_blank]");
  const hrefs = await outward.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  expect(new Set(hrefs)).toEqual(
    new Set([
      "https://graf.example/d/a",
      "https://runbooks.example/disk",
      "https://tickets.example/1",
      "https://tickets.example/2",
      "https://wiki.example/disks",
    ]),
  );
  await expect(
    feed.detail.locator('a[target=_blank]:not([rel="noreferrer noopener"])'),
  ).toHaveCount(0);
  await expect(feed.detail).toContainText("db-12:9090/graph");
});

test("a row names the rule where its title does not", async ({ app, page }) => {
  const labels = { alertname: "HostDiskFull" };
  const [id = 0] = await app.open([{ title: "Disk on db-12 is 91 % full", labels }]);
  const feed = await Feed.open(page);
  await expect(feed.row(id)).toContainText("HostDiskFull");
});

test("a filtered list ends with the first that matches, the whole one with the first alert", async ({
  app,
  page,
}) => {
  await app.open([
    { title: "A", severity: "info" },
    { title: "B", severity: "critical" },
  ]);
  const feed = await Feed.open(page);
  await expect(feed.scroller).toContainText("The first alert, ");
  await page.getByRole("link", { name: "Critical" }).click();
  await expect(feed.rows).toHaveCount(1);
  await expect(feed.scroller).toContainText("The first that matches, ");
  await expect(feed.scroller).not.toContainText("The first alert, ");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("labels can be typed into the search field, and other filters stay", async ({
    app,
    page,
  }) => {
    const [id = 0] = await app.open([
      { title: "Disk", severity: "critical", labels: { env: "prod" } },
      { title: "Disk", severity: "critical", labels: { env: "test" } },
      { title: "Disk", severity: "info", labels: { env: "prod" } },
    ]);
    await page.goto("/?severity=critical");
    for (const typed of ["env=prod disk", "env=prod disk"]) {
      await page.getByRole("searchbox").fill(typed);
      await page.getByRole("searchbox").press("Enter");
      await expect(page).toHaveURL(/search=/u);
      expect(await idsOf(page)).toEqual([id]);
    }
    const tokens = page.locator("[data-token] bdi");
    await expect(tokens).toHaveText(["severity=critical", "env=prod", "disk"]);
    await tokens.last().click();
    await expect(tokens).toHaveText(["severity=critical", "env=prod"]);
  });
});

test("a change of the open alert, or of another, takes no focus and gives none", async ({
  app,
  page,
}) => {
  const alert = { title: "Busy", fingerprint: "busy", labels: { env: "prod" } };
  const [id = 0, other = 0] = await app.open([alert, { title: "Other" }]);
  const feed = await Feed.open(page, `/alerts/${id}`);
  const focus = page.locator(":focus");
  const entries = feed.detail.locator(".history > li");
  await expect(entries).toHaveCount(1);

  await app.act(id, "notes", { text: "First" });
  await expect(entries).toHaveCount(2);
  await expect(focus).toHaveCount(0);

  const label = feed.detail.getByRole("link", { name: "prod" });
  await label.focus();
  await app.act(id, "notes", { text: "Second" });
  await expect(entries).toHaveCount(3);
  await expect(label).toBeFocused();
  await app.act(other, "acknowledge");
  await expect(feed.row(other)).toHaveAttribute("data-status", "acknowledged");
  await expect(label).toBeFocused();
});
