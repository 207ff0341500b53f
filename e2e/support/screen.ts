import type { Page } from "@playwright/test";

/** The edges of a row on screen, in px from the top of the scroller. */
export interface Placed {
  readonly id: number;
  readonly top: number;
  readonly bottom: number;
}

/** All rows in the DOM in their order, with their places. */
export function rowsOf(page: Page): Promise<Placed[]> {
  return page.locator("[data-feed-scroller]").evaluate(rowsIn);
}

/** Runs in the page. */
export function rowsIn(scroller = document.querySelector("[data-feed-scroller]")): Placed[] {
  const origin = scroller?.getBoundingClientRect().top ?? 0;
  return [...(scroller?.querySelectorAll("[data-alert-id]") ?? [])].map((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return {
      id: Number(row.getAttribute("data-alert-id")),
      top: top - origin,
      bottom: bottom - origin,
    };
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
    mostRows?: number;
  }
}

/**
 * Notes where the rows on screen stand, at every frame until {@link stopSampling}: after all that is
 * done between layout and paint, so that just that is seen which is painted.
 */
export async function startSampling(page: Page): Promise<void> {
  await page.evaluate(sampleFrames, 0);
  // What is done from now on is measured from a frame before it.
  await page.waitForFunction(() => window.sampling?.samples.length);
}

/** Notes the same on every page that is loaded from now on, from its first frame. */
export async function sampleFromStart(page: Page): Promise<void> {
  await page.addInitScript(sampleFrames);
}

/** Runs in the page, also in one that has no feed yet. Rows count that are so far (px) off screen at most. */
export function sampleFrames(beyond = 0): void {
  const samples: Sample[] = [];
  let running = true;

  function sample() {
    const scroller = document.querySelector("[data-feed-scroller]");
    if (!scroller) return;
    const { top: origin, height } = scroller.getBoundingClientRect();
    const places: Record<number, number> = {};
    const feed = scroller.querySelector("[role=feed]");
    // Rows that are not shown yet count as not there.
    const isHidden = feed !== null && getComputedStyle(feed).visibility === "hidden";
    for (const row of isHidden ? [] : scroller.querySelectorAll("[data-alert-id]")) {
      const { top, bottom } = row.getBoundingClientRect();
      if (bottom <= origin - beyond || top >= origin + height + beyond) continue;
      places[Number(row.getAttribute("data-alert-id"))] = top - origin;
    }
    samples.push(places);
  }

  function frame() {
    if (!running) return;
    // The observer that was made last is told last.
    const beforePaint = new ResizeObserver(() => {
      beforePaint.disconnect();
      sample();
    });
    beforePaint.observe(document.documentElement);
    requestAnimationFrame(frame);
  }

  requestAnimationFrame(frame);
  window.sampling = {
    samples,
    stop: () => {
      running = false;
    },
  };
}

/** Ends the sampling and gives what was noted. */
export function stopSampling(page: Page): Promise<Sample[]> {
  return page.evaluate(takeSamples);
}

/** Runs in the page. */
export function takeSamples(): Sample[] {
  window.sampling?.stop();
  // Nothing of it may count as held by the page.
  return window.sampling?.samples.splice(0) ?? [];
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

/** Counts the rows in the DOM after every change of them, from now on. */
export function watchRows(page: Page): Promise<void> {
  return page.locator("[data-feed-scroller]").evaluate((scroller) => {
    const look = () => {
      const { length } = scroller.querySelectorAll("[data-alert-id]");
      window.mostRows = Math.max(window.mostRows ?? 0, length);
    };
    new MutationObserver(look).observe(scroller, { childList: true, subtree: true });
    look();
  });
}

/** The most rows that there have been since {@link watchRows}. */
export async function mostRows(page: Page): Promise<number> {
  return (await page.evaluate(() => window.mostRows)) ?? Infinity;
}
