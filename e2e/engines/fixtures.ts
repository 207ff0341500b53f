import { test as base, expect } from "../support/fixtures.ts";
import { DrivenFeed } from "./driven-feed.ts";
import type { Engine } from "./engine.ts";
import { findFirefox, startFirefox } from "./firefox.ts";
import { startLine } from "./line.ts";
import { findWebKit, startWebKit } from "./webkit.ts";

/** How to start each engine, null where this machine does not have it. */
const ENGINES = {
  Firefox: () => {
    const found = findFirefox();
    return found === null ? null : () => startFirefox(found);
  },
  WebKit: () => {
    const found = findWebKit();
    return found === null ? null : () => startWebKit(found);
  },
};

type EngineName = keyof typeof ENGINES;

interface WorkerFixtures {
  engineName: EngineName;
  /** Started for the first test that asks, null where this machine does not have it. */
  engine: Engine | null;
}

/** Tests in a browser that Playwright cannot drive as it comes, which fail by any error that the page reports. */
export const test = base.extend<{ feed: DrivenFeed }, WorkerFixtures>({
  engineName: ["Firefox", { option: true, scope: "worker" }],

  engine: [
    async ({ engineName }, use) => {
      const engine = (await ENGINES[engineName]()?.()) ?? null;
      await use(engine);
      await engine?.close();
    },
    { scope: "worker", timeout: 240_000 },
  ],

  feed: async ({ app, engine, engineName }, use, info) => {
    if (engine === null) return info.skip(true, `This machine has no ${engineName}.`);
    info.annotations.push({ type: "engine", description: engine.version });
    const line = await startLine(app.url);
    line.runFirst(noteErrors);
    await use(new DrivenFeed(engine, line));
    const errors = await engine.evaluate(() => sessionStorage.getItem("errors"));
    // Nobody asks the app any more when it ends.
    await engine.goto("about:blank");
    await line.close();
    expect(errors, "errors that the page reported").toBeNull();
  },
});

export { expect };

/** Runs in the page. What is noted outlives it, in the browser's memory of the site. */
function noteErrors(): void {
  const note = (text: string): void => {
    sessionStorage.setItem("errors", `${sessionStorage.getItem("errors") ?? ""}${text}\n`);
  };
  addEventListener("error", ({ message }) => note(message));
  addEventListener("unhandledrejection", ({ reason }) => note(String(reason)));
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    note(`${violatedDirective} forbids ${blockedURI}`),
  );
  for (const level of ["error", "warn"] as const) {
    const said = console[level].bind(console);
    console[level] = (...words: unknown[]) => {
      note(words.join(" "));
      said(...words);
    };
  }
}
