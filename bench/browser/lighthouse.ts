import lighthouse, { desktopConfig, type Result } from "lighthouse";
import type { Sample } from "../bench.ts";
import { startChromium } from "./chromium.ts";
import { freePort } from "../../e2e/support/free-port.ts";

export type Form = "desktop" | "mobile";

export const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;

/** Lighthouse's scores, of 100, and what it names where one is less. */
export async function auditBy(form: Form, url: string): Promise<Sample> {
  const port = await freePort();
  const browser = await startChromium(`--remote-debugging-port=${port}`);
  try {
    const result = await lighthouse(
      url,
      { port, output: "json", logLevel: "error", onlyCategories: [...CATEGORIES] },
      form === "desktop" ? desktopConfig : undefined,
    );
    if (result === undefined) throw new Error("Lighthouse gave no result");
    const { categories, audits } = result.lhr;
    for (const { id, title } of lacking(categories, audits)) {
      process.stderr.write(`\nLighthouse, ${form}, ${url}: ${id}: ${title}\n`);
    }
    return Object.fromEntries(
      CATEGORIES.map((name) => [name, 100 * (categories[name]?.score ?? Number.NaN)]),
    );
  } finally {
    await browser.close();
  }
}

/** What costs points. */
function lacking(categories: Result["categories"], audits: Result["audits"]) {
  const weighed = Object.values(categories).flatMap(({ auditRefs }) =>
    auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => audits[id]),
  );
  return weighed.filter((audit) => audit !== undefined).filter(({ score }) => (score ?? 1) < 0.9);
}
