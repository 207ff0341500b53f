import type { Page } from "@playwright/test";

/** Frames in a second of this pace, and in the 50 ms that a page of alerts takes. */
const FRAME_RATE = 60;
const PAGE_FRAMES = 3;
/** A turn of the wheel is never larger than what belongs to so many frames. */
const MOST_FRAMES = 3;

declare global {
  interface Window {
    /** Waits for a frame to turn the wheel in, and gives how many have passed since the last. */
    nextTurn?: () => Promise<number>;
  }
}

/**
 * Lets time pass in frames from the next document on, whatever a frame takes on this machine: a
 * second has 60 of them, and each page of alerts takes three, neither more nor less. A slow machine
 * turns the wheel as much more slowly as it draws and answers.
 */
export async function paceByFrames(page: Page): Promise<void> {
  await page.addInitScript(countFrames, { pageFrames: PAGE_FRAMES, mostFrames: MOST_FRAMES });
}

/** Turns the wheel at the pointer by so many px, at so many px in a second of 60 frames. */
export async function turnWheel(page: Page, distance: number, speed: number): Promise<void> {
  const direction = Math.sign(distance);
  for (let left = Math.abs(distance); left > 0;) {
    const passed = await page.evaluate(
      () => window.nextTurn?.() ?? Promise.reject(new Error("no pace")),
    );
    const turn = Math.min(left, (passed * speed) / FRAME_RATE);
    await page.mouse.wheel(0, direction * turn);
    left -= turn;
  }
}

/** Runs in the page. */
function countFrames({ pageFrames, mostFrames }: { pageFrames: number; mostFrames: number }): void {
  /** Frames in which nothing was late. */
  let now = 0;
  let turned = 0;
  const waiting: (() => void)[] = [];
  /** When each page that is on its way was asked for. */
  const asked = new Set<{ readonly at: number }>();

  function frame(): void {
    const isLate = [...asked].some(({ at }) => now - at >= pageFrames);
    if (!isLate) {
      now += 1;
      for (const go of waiting.splice(0)) go();
    }
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);
  const nextFrame = () => new Promise<void>((resolve) => void waiting.push(resolve));

  window.nextTurn = async () => {
    await nextFrame();
    const passed = Math.min(now - turned, mostFrames);
    turned = now;
    return passed;
  };

  const { fetch } = window;
  window.fetch = async (input, init) => {
    if (typeof input !== "string" || !input.includes("/api/alerts?")) return fetch(input, init);
    const request = { at: now };
    asked.add(request);
    try {
      const answer = await fetch(input, init);
      const body = await answer.arrayBuffer();
      for (let passed = now - request.at; passed < pageFrames; passed++) await nextFrame();
      return new Response(body, answer);
    } finally {
      asked.delete(request);
    }
  };
}
