import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, READ_ONLY, test } from "../support/fixtures.ts";
import { idsOf } from "../support/screen.ts";

test("the feed shows what the filter in its address asks for, and stays so", async ({
  app,
  page,
}) => {
  await app.open(someAlerts(80));
  const query = "severity=critical,error&label=env=prod";
  const feed = await Feed.open(page, `/?${query}`);
  expect(await idsOf(page)).toEqual(await app.allIds(query));

  const [, wanted = 0] = await app.open([
    { title: "Not this", severity: "info", labels: { env: "prod" } },
    { title: "This", severity: "critical", labels: { env: "prod" } },
    { title: "Nor this", severity: "critical", labels: { env: "test" } },
  ]);
  await feed.expectNewest(wanted);
  expect(await idsOf(page)).toEqual(await app.allIds(query));
});

test("a row that matches no longer leaves, one that matches again returns", async ({
  app,
  page,
}) => {
  const ids = await app.open(someAlerts(10));
  const id = ids[4] ?? 0;
  const feed = await Feed.open(page, "/?status=firing");
  await app.act(id, "acknowledge");
  await expect(feed.row(id)).toHaveCount(0);
  await app.act(id, "unacknowledge");
  await expect(feed.row(id)).toHaveCount(1);
  expect(await idsOf(page)).toEqual(await app.allIds());
});

test("words typed into the search stand in the address, and back undoes them", async ({
  app,
  page,
}) => {
  await app.open([...someAlerts(20), { title: "Straße gesperrt" }]);
  const feed = await Feed.open(page);
  await page.getByRole("combobox").fill("strasse");
  await page.getByRole("combobox").press("Enter");
  await expect(page).toHaveURL(/[?&]q=strasse/u);
  await expect(feed.rows).toHaveCount(1);
  await expect(feed.rows).toContainText("Straße gesperrt");
  await page.goBack();
  await expect(feed.rows).toHaveCount(21);
});

test("a filter that finds nothing in a trash that is not empty does not say that it is", async ({
  app,
  page,
}) => {
  const [id = 0] = await app.open(someAlerts(1));
  await app.fetch(`/api/alerts/${id}`, { method: "DELETE" });
  const feed = await Feed.open(page, "/?deleted=only&q=nothing-of-the-kind");
  await expect(feed.rows).toHaveCount(0);
  await expect(page.getByRole("main")).toContainText("No alert in the trash is like that");
  await expect(page.getByRole("main")).not.toContainText("trash is empty");
});

test("a filter that is still being read is kept by who goes elsewhere meanwhile", async ({
  app,
  page,
}) => {
  const ids = await app.open(someAlerts(400));
  await app.act(ids[0] ?? 0, "acknowledge");
  const feed = await Feed.open(page);
  const asked = Promise.withResolvers<void>();
  // The first request is never answered.
  await page.route(/\/api\/alerts\?.*status=firing/u, () => asked.resolve(), { times: 1 });
  await page.getByRole("link", { name: "Firing" }).click();
  await asked.promise;
  await page.keyboard.press("End");
  await expect(feed.rows.last()).toHaveAttribute("data-alert-id", String(ids[1]));
  await expect(page).toHaveURL(/status=firing/u);
});

test("words typed just before another filter is toggled are kept, and searched for", async ({
  app,
  page,
}) => {
  const ids = await app.open([...someAlerts(20), { title: "Disk is full" }]);
  const feed = await Feed.open(page);
  await page.getByRole("combobox").pressSequentially("disk");
  await page.getByRole("link", { name: "Firing" }).click();
  await expect(page).toHaveURL(/status=firing/u);
  await expect(page).toHaveURL(/q=disk/u);
  await expect(page.locator("[data-token] bdi")).toHaveText(["status=firing", "disk"]);
  await expect(feed.rows).toHaveCount(1);
  await feed.expectNewest(ids.at(-1) ?? 0);
});

test("typing a search, however slowly, is one step of history", async ({ app, page }) => {
  await app.open([...someAlerts(20), { title: "Disk is full" }]);
  const feed = await Feed.open(page);
  await page.getByRole("combobox").click();
  for (const [letter, query] of [
    ["d", /q=d$/u],
    ["i", /q=di$/u],
    ["s", /q=dis$/u],
    ["k", /q=disk$/u],
  ] as const) {
    await page.keyboard.type(letter);
    await expect(page).toHaveURL(query);
  }
  await expect(feed.rows).toHaveCount(1);
  await page.goBack();
  await expect(page).toHaveURL(/\/$/u);
  await expect(page.getByRole("combobox")).toHaveValue("");
  await expect(feed.rows).toHaveCount(21);
});

test.describe("among alerts to which nothing happens", () => {
  test.use(READ_ONLY);

  test("deep pages of a filter load as one scrolls", async ({ app, page }) => {
    const query = "label=host=web-2&label=env=test";
    const feed = await Feed.open(page, `/?${query}`);
    const all = await app.allIds(query);
    await expect(async () => {
      await feed.wheel(1000);
      expect((await feed.visible()).at(-1)?.id).toBe(all.at(-1));
    }).toPass({ intervals: [0] });
    const shown = await idsOf(page);
    expect(shown).toEqual(all.slice(all.length - shown.length));
  });

  test("a filter that finds nothing says so", async ({ page }) => {
    const feed = await Feed.open(page, "/?q=nothing-of-the-kind");
    await expect(feed.rows).toHaveCount(0);
    await expect(page.getByRole("main")).toContainText(
      /no alerts? match|nothing (was )?found|nothing matches/iu,
    );
  });

  test("Escape leaves the search as it is, and only then closes the alert", async ({
    held,
    page,
  }) => {
    const id = held.at(-3) ?? 0;
    const feed = await Feed.open(page, `/alerts/${id}?q=alert`);
    await page.getByRole("combobox").click();
    await page.keyboard.press("Escape");
    await expect(page.locator("[data-token] bdi")).toHaveText("alert");
    await expect(feed.row(id)).toBeFocused();
    await expect(page).toHaveURL(/\/alerts\//u);
    await page.keyboard.press("Escape");
    await feed.expectClosed();
  });
});
