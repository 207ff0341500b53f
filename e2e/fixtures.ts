import { test as base, expect, type Page } from "@playwright/test";
import { App } from "./app.ts";

interface Fixtures {
  /** The built app, empty. */
  app: App;
  /** Console errors that the test brings about on purpose. */
  expectedErrors: RegExp[];
}

/** Tests whose page fails them by any error that it reports, of the content security policy too. */
export const test = base.extend<Fixtures>({
  expectedErrors: [[], { option: true }],

  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what is wanted here
  app: async ({}, use, info) => {
    const app = await App.start();
    await use(app);
    await app.dispose();
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
