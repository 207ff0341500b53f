import { axeOn } from "../support/axe.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

test("what came at about the same time is a link to it, and where nothing did nothing is said", async ({
  app,
  page,
}, info) => {
  const [alone = 0] = await app.open([{ title: "Alone", labels: { instance: "db-1" } }]);
  const ids = await app.open(
    Array.from({ length: 13 }, (_, index) => ({
      title: `Checkout ${index}`,
      labels: { env: "prod", service: "checkout", instance: `web-${index}` },
    })),
  );
  await app.open([{ title: "Elsewhere", labels: { env: "prod" } }]);
  const middle = ids[6] ?? 0;
  const feed = await Feed.open(page, `/alerts/${middle}`);
  const near = feed.detail.locator(".near");
  await expect(near).toHaveText("Also within 5 min: 12 with service=checkout");
  const { violations } = await axeOn(page).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  for (const [name, viewport] of [
    ["desk", { width: 1440, height: 900 }],
    ["phone", { width: 390, height: 780 }],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: info.outputPath(`${name}.png`) });
    await expect(near.getByRole("link")).toBeInViewport();
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await near.getByRole("link").click();
  await expect(page).toHaveURL(/\?label=service%3Dcheckout&at=/u);
  await expect(feed.rows).toHaveCount(13);

  // It is read when the alert has been open for a while, so the last answer is waited for.
  await page.goto("/");
  await feed.expectLive();
  const counted = page.waitForResponse(/\/api\/timeline\?.*instance/u);
  await feed.row(alone).click();
  await (await counted).finished();
  await expect(feed.detail.getByRole("heading", { level: 2 })).toHaveText("Alone");
  await expect(near).toHaveText("");
});
