import type { Page, PlaywrightTestOptions } from "@playwright/test";
import { frames } from "./feed.ts";

type Options = Pick<PlaywrightTestOptions, "deviceScaleFactor" | "hasTouch" | "viewport">;

/** What the feed is read on. Rows are higher where it is narrow and where the text is large. */
export interface Situation {
  readonly name: string;
  readonly options: Options;
  /** The size of text, of what the browser is set to: text zoom reaches rem in the same way. */
  readonly text: string;
  /** Widths (px) between which the window may be changed. */
  readonly widths: readonly [number, number];
}

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { viewport: { width: 390, height: 780 }, deviceScaleFactor: 3, hasTouch: true };

function atScale(deviceScaleFactor: number): Situation {
  const options = { viewport: DESKTOP, deviceScaleFactor, hasTouch: false };
  const name = `at device scale ${deviceScaleFactor}`;
  return { name, options, text: "100%", widths: [900, 1100] };
}

export const ON_A_DESKTOP = atScale(1);
export const ON_A_PHONE: Situation = {
  name: "on a phone",
  options: PHONE,
  text: "100%",
  widths: [320, 430],
};

/** Those that differ most: at a scale whose pixels are no whole px, and with few large rows on a narrow screen. */
export const FEW_SITUATIONS: readonly Situation[] = [
  ON_A_DESKTOP,
  atScale(1.25),
  { ...ON_A_PHONE, name: "on a phone with text at 200 %", text: "200%" },
];

export const SITUATIONS: readonly Situation[] = [
  ...FEW_SITUATIONS,
  ...[1.5, 2].map(atScale),
  { ...ON_A_DESKTOP, name: "with text at 200 %", text: "200%" },
  ON_A_PHONE,
];

/** Sets the size of text as a reader does in the browser, and lets the page draw what follows. */
export async function sizeText(page: Page, size: string): Promise<void> {
  await page.evaluate((value) => {
    document.documentElement.style.fontSize = value;
  }, size);
  await frames(page, 3);
}
