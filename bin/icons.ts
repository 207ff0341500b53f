import { readFile } from "node:fs/promises";
import { chromium } from "@playwright/test";
import { BROWSER_ARGS, findBrowser } from "./browser.ts";

/** What is drawn from what, and how large (px): some systems show no drawing. */
const ICONS = [
  { from: "icon.svg", to: "icon-192.png", size: 192 },
  { from: "icon.svg", to: "icon-512.png", size: 512 },
  { from: "icon-maskable.svg", to: "icon-maskable-512.png", size: 512 },
  { from: "icon-maskable.svg", to: "apple-touch-icon.png", size: 180 },
] as const;

const executablePath = findBrowser();
const browser = await chromium.launch({
  args: BROWSER_ARGS,
  ...(executablePath !== null && { executablePath }),
});
for (const { from, to, size } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const drawing = await readFile(`public/${from}`, "utf8");
  const style = "body{margin:0}svg{display:block}";
  await page.setContent(`<!doctype html><style>${style}</style>${drawing}`);
  await page.screenshot({ path: `public/${to}`, omitBackground: true });
  await page.close();
}
await browser.close();
