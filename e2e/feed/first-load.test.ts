import type { Page } from "@playwright/test";
import { someAlerts } from "../support/app.ts";
import { expect, test } from "../support/fixtures.ts";
import { note } from "../support/measured.ts";

/** What all of the page's script may take on the line (bytes, compressed). */
const BUDGET = 50_000;

interface Asked {
  readonly path: string;
  /** By what it was asked for, as `PerformanceResourceTiming.initiatorType` has it. */
  readonly by: string;
  readonly bytes: number;
}

/**
 * What the page had asked for when it was live. What is loaded later is asked for half a second after that, by
 * the page's own clock, which is looked at here, however long it takes a slow machine to look.
 */
async function askedUntilLive(page: Page): Promise<readonly Asked[]> {
  await page.addInitScript(() => {
    const watching = new MutationObserver(() => {
      if (!document.querySelector('[data-connection="live"]')) return;
      watching.disconnect();
      Object.assign(window, { liveAt: performance.now() });
    });
    watching.observe(document, { subtree: true, childList: true, attributes: true });
  });
  await page.goto("/");
  await expect(page.locator('[data-connection="live"]')).toBeVisible();
  // An entry is there once it has come.
  await page.waitForLoadState("networkidle");
  return page.evaluate(() => {
    const { liveAt } = window as unknown as { liveAt: number };
    return performance
      .getEntriesByType("resource")
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ startTime }) => startTime <= liveAt)
      .map(({ name, initiatorType, encodedBodySize }) => ({
        path: new URL(name).pathname,
        by: initiatorType,
        bytes: encodedBodySize,
      }));
  });
}

test("the page asks for nothing that came with it", async ({ app, page }) => {
  await app.open(someAlerts(10));
  const asked = await askedUntilLive(page);
  expect(asked.filter(({ by }) => ["fetch", "xmlhttprequest"].includes(by))).toEqual([]);
});

test("the script keeps to its budget", async ({ app, page }) => {
  await app.open(someAlerts(10));
  const scripts = (await askedUntilLive(page)).filter(({ path }) => path.endsWith(".js"));
  const sent = scripts.reduce((sum, { bytes }) => sum + bytes, 0);
  note("script, bytes", sent);
  expect(sent).toBeGreaterThan(30_000);
  expect(sent).toBeLessThanOrEqual(BUDGET);
});
