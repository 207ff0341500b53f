import type { Page } from "@playwright/test";

declare global {
  interface Window {
    painted?: Record<number, number>;
  }
}

/**
 * Notes when each row that comes in from now on is painted, in ms since 1970: in the first frame
 * after it came into the document, in the task that follows the painting of that frame, and only
 * where the row is on screen.
 */
export function watchPaints(page: Page): Promise<void> {
  return page.locator("[data-feed-scroller]").evaluate((scroller) => {
    const painted: Record<number, number> = (window.painted = {});
    const known = new Set(scroller.querySelectorAll("[data-alert-id]"));
    const afterPaint = new MessageChannel();
    let fresh: Element[] = [];
    afterPaint.port1.onmessage = () => {
      const now = performance.timeOrigin + performance.now();
      const { top, bottom } = scroller.getBoundingClientRect();
      for (const row of fresh) {
        const box = row.getBoundingClientRect();
        const isSeen = row.isConnected && box.bottom > top && box.top < bottom;
        if (isSeen) painted[Number(row.getAttribute("data-alert-id"))] ??= now;
      }
      fresh = [];
    };
    new MutationObserver(() => {
      const rows = [...scroller.querySelectorAll("[data-alert-id]")];
      const added = rows.filter((row) => !known.has(row));
      if (added.length === 0) return;
      for (const row of added) known.add(row);
      if (fresh.length === 0) requestAnimationFrame(() => afterPaint.port2.postMessage(null));
      fresh.push(...added);
    }).observe(scroller, { childList: true, subtree: true });
  });
}

/** What has been noted so far, by the id of the alert. */
export function paintsOf(page: Page): Promise<Record<number, number>> {
  return page.evaluate(() => window.painted ?? {});
}
