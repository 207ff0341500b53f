import { test as base, expect, type Page } from "@playwright/test";
import { App } from "./app.ts";

interface Fixtures {
  /** The built app, empty: of this test alone, or of all that share one. */
  app: App;
  /** Whether the test may share an app with others: it must leave nothing in the log. */
  shares: boolean;
  /** Console errors that the test brings about on purpose. */
  expectedErrors: RegExp[];
}

interface WorkerFixtures {
  /** Starts it for the first test that asks. */
  sharedApp: () => Promise<App>;
}

/** Tests whose page fails them by any error that it reports, of the content security policy too. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  expectedErrors: [[], { option: true }],
  shares: [false, { option: true }],

  sharedApp: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what is wanted here
    async ({}, use) => {
      const started: Promise<App>[] = [];
      await use(() => {
        const [app = App.start()] = started;
        started[0] = app;
        return app;
      });
      for (const app of started) await (await app).dispose();
    },
    { scope: "worker" },
  ],

  app: async ({ shares, sharedApp }, use, info) => {
    const app = await (shares ? sharedApp() : App.start());
    await use(app);
    if (shares) expect((await app.page("deleted=include")).head.seq, "left in the log").toBe(0);
    else await app.dispose();
    if (info.status !== info.expectedStatus) {
      await info.attach("log of the app", { body: app.log, contentType: "text/plain" });
    }
  },

  baseURL: async ({ app }, use) => use(app.url),

  page: async ({ page, expectedErrors }, use) => {
    const errors = errorsOf(page);
    await use(page);
    const unexpected = errors.filter((text) => !expectedErrors.some((known) => known.test(text)));
    expect(unexpected, "errors that the page reported").toEqual([]);
  },
});

export { expect };

/** Collects what the page reports from now on; Chromium reports broken policies there as well. */
function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  return errors;
}
