import type { CDPSession, Page } from "@playwright/test";

/**
 * Rows leave no more than this (px) of the screen without ink: a band that is higher is one in
 * which rows should have been and were not.
 */
export const TALLEST_PAUSE = 60;

/** The part of the screen that is looked at, in px. Ink must be everywhere down its height. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The frames that the compositor has presented, in which blanks can be that no script sees. */
export class Screencast {
  readonly #page: Page;
  readonly #session: CDPSession;
  readonly #pictures: string[] = [];

  private constructor(page: Page, session: CDPSession) {
    this.#page = page;
    this.#session = session;
    session.on("Page.screencastFrame", ({ data, sessionId }) => {
      this.#pictures.push(data);
      // A page that has closed meanwhile needs no answer.
      session.send("Page.screencastFrameAck", { sessionId }).catch(() => null);
    });
  }

  static async start(page: Page): Promise<Screencast> {
    const screencast = new Screencast(page, await page.context().newCDPSession(page));
    await screencast.#session.send("Page.startScreencast", { format: "png", everyNthFrame: 1 });
    return screencast;
  }

  /** Ends it and gives, for each frame, the height (px) of the tallest band without ink. */
  async stop(area: Area): Promise<number[]> {
    await this.#session.send("Page.stopScreencast");
    await this.#session.detach();
    // A page of its own: that of the app may decode nothing, by its content security policy.
    const decoder = await this.#page.context().newPage();
    const bands: number[] = [];
    for (const picture of this.#pictures) {
      bands.push(await decoder.evaluate(tallestBand, { picture, area }));
    }
    await decoder.close();
    return bands;
  }
}

/** How many of the frames show a place without rows. */
export function blanksAmong(bands: readonly number[]): number {
  return bands.filter((band) => band > TALLEST_PAUSE).length;
}

/** Runs in a page. Lines without ink are those of one colour from end to end. */
async function tallestBand({ picture, area }: { picture: string; area: Area }): Promise<number> {
  const answer = await fetch(`data:image/png;base64,${picture}`);
  const { x, y, width, height } = area;
  const bitmap = await createImageBitmap(await answer.blob(), x, y, width, height);
  const context = new OffscreenCanvas(width, height).getContext("2d");
  if (!context) throw new Error("no canvas to decode on");
  context.drawImage(bitmap, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  let tallest = 0;
  let band = 0;
  for (let line = 0; line < height; line++) {
    const start = line * width;
    const end = start + width;
    let at = start + 1;
    while (at < end && pixels[at] === pixels[start]) at++;
    band = at === end ? band + 1 : 0;
    tallest = Math.max(tallest, band);
  }
  return tallest;
}
