import type { Page } from "@playwright/test";

/** The edges of a row on screen, in px from the top of the scroller. */
export interface Placed {
  readonly id: number;
  readonly top: number;
  readonly bottom: number;
}

/** All rows in the DOM in their order, with their places. */
export function rowsOf(page: Page): Promise<Placed[]> {
  return page.locator("[data-feed-scroller]").evaluate((scroller) => {
    const origin = scroller.getBoundingClientRect().top;
    return [...scroller.querySelectorAll("[data-alert-id]")].map((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return {
        id: Number(row.getAttribute("data-alert-id")),
        top: top - origin,
        bottom: bottom - origin,
      };
    });
  });
}

/** The ids of the rows in the DOM, in their order. */
export async function idsOf(page: Page): Promise<number[]> {
  return (await rowsOf(page)).map(({ id }) => id);
}

/** Where each row that could be seen stood, at one moment. */
export type Sample = Readonly<Record<number, number>>;

declare global {
  interface Window {
    sampling?: { samples: Sample[]; stop: () => void };
  }
}

/**
 * Notes where the rows on screen stand, at every frame until {@link stopSampling}: before it is
 * painted and once more just after, so that what is corrected a moment too late is seen too.
 */
export async function startSampling(page: Page): Promise<void> {
  await page.locator("[data-feed-scroller]").evaluate((scroller) => {
    const samples: Sample[] = [];
    let running = true;
    const afterPaint = new MessageChannel();
    afterPaint.port1.addEventListener("message", sample);
    afterPaint.port1.start();

    function sample() {
      const { top: origin, height } = scroller.getBoundingClientRect();
      const places: Record<number, number> = {};
      for (const row of scroller.querySelectorAll("[data-alert-id]")) {
        const { top, bottom } = row.getBoundingClientRect();
        if (bottom <= origin || top >= origin + height) continue;
        places[Number(row.getAttribute("data-alert-id"))] = top - origin;
      }
      samples.push(places);
    }

    function frame() {
      if (!running) return;
      sample();
      afterPaint.port2.postMessage(null);
      requestAnimationFrame(frame);
    }

    requestAnimationFrame(frame);
    window.sampling = {
      samples,
      stop: () => {
        running = false;
      },
    };
  });
}

/** Ends the sampling and gives what was noted. */
export function stopSampling(page: Page): Promise<Sample[]> {
  return page.evaluate(() => {
    window.sampling?.stop();
    return window.sampling?.samples ?? [];
  });
}

/** The farthest that any row has been from where it was first seen, in px. */
export function largestShift(samples: readonly Sample[]): number {
  const first = new Map<string, number>();
  let largest = 0;
  for (const [id, top] of samples.flatMap((sample) => Object.entries(sample))) {
    const before = first.get(id);
    if (before === undefined) first.set(id, top);
    else largest = Math.max(largest, Math.abs(top - before));
  }
  return largest;
}
