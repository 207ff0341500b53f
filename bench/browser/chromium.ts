import { chromium, type Page } from "@playwright/test";
import { BROWSER_ARGS, findBrowser } from "../../bin/browser.ts";

const executablePath = findBrowser();

interface Size {
  readonly width: number;
  readonly height: number;
}

const DESKTOP: Size = { width: 1280, height: 800 };

/** A page in a browser that was started for it, so that no contender finds another's leavings. */
export async function withPage<T>(
  baseURL: string,
  use: (page: Page) => Promise<T>,
  viewport = DESKTOP,
): Promise<T> {
  const browser = await startChromium();
  try {
    const context = await browser.newContext({ baseURL, viewport });
    return await use(await context.newPage());
  } finally {
    await browser.close();
  }
}

export function startChromium(...args: readonly string[]) {
  return chromium.launch({
    args: [...BROWSER_ARGS, ...args],
    ...(executablePath !== null && { executablePath }),
  });
}
