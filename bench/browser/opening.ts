import type { Page } from "@playwright/test";
import type { Sample } from "../bench.ts";

/** Lighthouse's slow phone: ms, bytes a second, times slower. */
const PHONE = { latency: 150, throughput: (1.6 * 1024 * 1024) / 8, slower: 4 };
const PHONE_SIZE = { width: 412, height: 823 };
const KB = 1000;

/** Gives the page the network, the processor and the screen of a slow phone. */
export async function asPhone(page: Page): Promise<void> {
  await page.setViewportSize(PHONE_SIZE);
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: PHONE.latency,
    downloadThroughput: PHONE.throughput,
    uploadThroughput: PHONE.throughput,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: PHONE.slower });
}

declare global {
  interface Window {
    opening?: { live: number; largest: number };
  }
}

/** Opens the page and waits until it is live: what was sent for it, and when it could be read. */
export async function openingOf(page: Page): Promise<Sample> {
  await page.addInitScript(watchOpening);
  await page.goto("/");
  await page.locator('[data-connection="live"]').waitFor();
  // A page that is live before it is painted has yet to be.
  await page.waitForFunction(() => window.opening?.largest);
  return page.evaluate((kb) => {
    const isFile = (entry: PerformanceEntry) => entry instanceof PerformanceResourceTiming;
    const [document] = performance.getEntriesByType("navigation").filter(isFile);
    const files = performance.getEntriesByType("resource").filter(isFile);
    const sent = (ending: string) =>
      files
        .filter(({ name }) => new URL(name).pathname.endsWith(ending))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / kb;
    const [contentful] = performance.getEntriesByName("first-contentful-paint");
    return {
      "HTML, kB": (document?.encodedBodySize ?? Number.NaN) / kb,
      "script, kB": sent(".js"),
      "style, kB": sent(".css"),
      "first contentful paint, ms": contentful?.startTime ?? Number.NaN,
      "largest contentful paint, ms": window.opening?.largest ?? Number.NaN,
      "live, ms": window.opening?.live ?? Number.NaN,
    };
  }, KB);
}

/** Runs in the page, before anything else does. */
function watchOpening(): void {
  const opening = (window.opening = { live: Number.NaN, largest: 0 });
  new PerformanceObserver((entries) => {
    for (const { startTime } of entries.getEntries()) opening.largest = startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new MutationObserver((_, observer) => {
    if (!document.querySelector('[data-connection="live"]')) return;
    opening.live = performance.now();
    observer.disconnect();
  }).observe(document, { subtree: true, childList: true, attributes: true });
}
