import { expect, test } from "../support/fixtures.ts";

test.use({ shares: true, expectedErrors: [/status of 404/u] });

for (const path of ["/nowhere", "/alerts", "/alerts/", "/alerts/abc", "/alerts/0", "/alerts/1x"]) {
  test(`there is no page at ${path}`, async ({ page }) => {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nothing here");
  });
}
