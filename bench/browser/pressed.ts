import type { Page } from "@playwright/test";

declare global {
  interface Window {
    /** When what is measured was pressed (ms, on the page's clock). */
    pressedAt?: number;
    seen?: Promise<number>;
    sincePress?: (type: string, isSeen: () => boolean) => void;
  }
}

/**
 * Lets pages measure from a press to the task that follows the painting of the first frame in which what is
 * waited for is there. The press is when the browser had it, before the page did.
 */
export async function watchPresses(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.sincePress = (type, isSeen) => {
      delete window.pressedAt;
      const press = (event: Event): void => {
        window.pressedAt = event.timeStamp;
      };
      addEventListener(type, press, { capture: true, once: true });
      window.seen = new Promise((resolve) => {
        const afterPaint = new MessageChannel();
        let isThere = false;
        const look = (): void => {
          isThere = window.pressedAt !== undefined && isSeen();
          afterPaint.port2.postMessage(null);
        };
        afterPaint.port1.onmessage = () => {
          if (isThere) resolve(performance.now() - (window.pressedAt ?? 0));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
    };
  });
}

/** How long (ms) that took, once it is there. */
export async function timeToSeen(page: Page): Promise<number> {
  return (await page.evaluate(() => window.seen)) ?? Number.NaN;
}

/** How long (ms) after the press the answer to the last request for such a path had come. */
export function timeToAnswer(page: Page, path: string): Promise<number> {
  return page.evaluate(
    (end) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          const begun = window.pressedAt ?? 0;
          const found = performance
            .getEntriesByType("resource")
            .filter((entry) => entry instanceof PerformanceResourceTiming)
            .find(({ name, startTime }) => startTime >= begun && name.endsWith(end));
          if (found === undefined) return void setTimeout(look, 5);
          performance.clearResourceTimings();
          resolve(found.responseEnd - begun);
        };
        look();
      }),
    path,
  );
}
