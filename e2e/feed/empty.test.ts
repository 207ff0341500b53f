import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

test("an empty feed shows a line that, pasted, makes the first alert", async ({ app, page }) => {
  const feed = await Feed.open(page);
  await expect(feed.rows).toHaveCount(0);
  const line = await page.getByText(/^curl /u).innerText();
  expect(line).toContain(app.url);
  await promisify(execFile)("bash", ["-c", line]);
  await expect(feed.rows).toHaveCount(1);
  await expect(page.getByText(/^curl /u)).toHaveCount(0);
});

test("where all that was received is deleted, it does not say that there was nothing", async ({
  app,
  page,
}) => {
  const [first = 0, second = 0] = await app.open(someAlerts(2));
  const main = page.getByRole("main");
  const feed = await Feed.open(page);
  await expect(main).toContainText("The first alert, ");
  await app.fetch(`/api/alerts/${first}`, { method: "DELETE" });
  await expect(main).toContainText("The first not in the trash, ");
  await app.fetch(`/api/alerts/${second}`, { method: "DELETE" });
  await expect(feed.rows).toHaveCount(0);
  const expectDeleted = async () => {
    await expect(main).toContainText("All that were received have been deleted");
    await expect(main).not.toContainText("No alerts yet");
  };
  await expectDeleted();
  await page.reload();
  await expectDeleted();
  await page.getByRole("link", { name: "Open the trash" }).click();
  await expect(feed.rows).toHaveCount(2);
  await expect(main).toContainText("The first in the trash, ");
});
