import type { Page } from "@playwright/test";

/** From now on the page is sent over a line so slow that its HTML comes in many pieces. */
export async function slowDown(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 20,
    downloadThroughput: 20_000,
    uploadThroughput: 100_000,
  });
}
