import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { createBuilder } from "vite";
import { atLeast, atMost, type Bench, type Contender, type Scale } from "../bench.ts";
import { withPage } from "../browser/chromium.ts";
import { historyOf } from "../load/history.ts";
import { auditBy, CATEGORIES, type Form } from "../browser/lighthouse.ts";
import { compare, medianOf } from "../report/rounds.ts";
import { startTocsin } from "../peers/server.ts";
import { asPhone, openingOf } from "../browser/opening.ts";

const ROUNDS = { full: 5, small: 1 } as const;
const ALERTS = 10_000;
const MOST_SCRIPT = 50;

export const firstView: Bench = {
  name: "first-view",
  about:
    "Opening the page in a browser that has never seen it. Beside it the same program, built with " +
    "the framework's own option to render in the browser only: same script and styles, but an empty " +
    "page that asks for its rows once the script is there. Sizes are as sent. The phone's network " +
    "and processor are Lighthouse's slow ones (150 ms, 1.6 Mbit/s, 4 times slower), the desktop is " +
    "this machine without a network. Live is when the page says so. Lighthouse simulates its slow " +
    "devices by its own means.",
  run: async (scale) => {
    const builder = await createBuilder({ configFile: "bench/peers/first-view/vite.config.ts" });
    await builder.buildApp();
    const directory = mkdtempSync(join(tmpdir(), "tocsin-bench-"));
    try {
      return await measure(directory, scale);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

async function measure(directory: string, scale: Scale) {
  const copy = (name: string): string => {
    const file = join(directory, `${name}.db`);
    copyFileSync(historyOf(ALERTS), file);
    return file;
  };
  await using tocsin = await startTocsin(copy("tocsin"));
  await using bare = await startTocsin(copy("bare"), "bench/data/no-rendering");
  const both = (contend: (url: string) => Contender) => ({
    Tocsin: contend(tocsin.url),
    "rendered in the browser": contend(bare.url),
  });
  const opened = (prepare: (page: Page) => Promise<void>) =>
    both(
      (url) => () =>
        withPage(url, async (page) => {
          await prepare(page);
          return openingOf(page);
        }),
    );
  const audited = (form: Form) => both((url) => () => auditBy(form, url));
  const rounds = ROUNDS[scale];
  const desktop = await compare(
    "opened on a desktop",
    rounds,
    opened(async () => {}),
  );
  const phone = await compare("opened on a slow phone", rounds, opened(asPhone));
  const audits = [
    await compare("Lighthouse, desktop", rounds, audited("desktop")),
    await compare("Lighthouse, phone", rounds, audited("mobile")),
  ];
  return {
    comparisons: [desktop, phone, ...audits],
    aims: [
      atMost("script, kB", medianOf(desktop, "Tocsin", "script, kB"), MOST_SCRIPT),
      ...audits.flatMap((audit) =>
        CATEGORIES.map((category) =>
          atLeast(`${audit.work}: ${category}`, medianOf(audit, "Tocsin", category), 100),
        ),
      ),
    ],
  };
}
