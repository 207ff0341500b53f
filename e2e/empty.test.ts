import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Feed } from "./feed.ts";
import { expect, test } from "./fixtures.ts";

test("an empty feed shows a line that, pasted, makes the first alert", async ({ app, page }) => {
  const feed = await Feed.open(page);
  await expect(feed.rows).toHaveCount(0);
  const line = await page.getByText(/^curl /u).innerText();
  expect(line).toContain(app.url);
  await promisify(execFile)("bash", ["-c", line]);
  await expect(feed.rows).toHaveCount(1);
  await expect(page.getByText(/^curl /u)).toHaveCount(0);
});
