import { test as base, expect, type Page } from "@playwright/test";
import { App, someAlerts } from "./app.ts";

interface Fixtures {
  /** The built app, empty: of this test alone, or of all that share one. */
  app: App;
  /** Whether the test may share an app with others: it must leave nothing in the log. */
  shares: boolean;
  /** Whether the app has a process of its own, for tests of what that is, has taken and hears. */
  alone: boolean;
  /** How many alerts the app holds before the test, of those that {@link someAlerts} makes. */
  holds: number;
  /** The ids of those, oldest first. */
  held: readonly number[];
  /** Console errors that the test brings about on purpose. */
  expectedErrors: RegExp[];
}

interface WorkerFixtures {
  /** Starts one that holds so many alerts, or else none, for the first test that asks. */
  sharedApp: (holds?: number) => Promise<App>;
}

/** For tests that look at a long feed and change nothing in it: one app is enough for all of a worker's. */
export const READ_ONLY = { shares: true, holds: 1500 };

/** Tests whose page fails them by any error that it reports, of the content security policy too. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  expectedErrors: [[], { option: true }],
  shares: [false, { option: true }],
  alone: [false, { option: true }],
  holds: [0, { option: true }],
  // Each alert opens one, from the first of a new database on.
  held: async ({ holds }, use) => use(Array.from({ length: holds }, (_, index) => index + 1)),

  sharedApp: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what is wanted here
    async ({}, use) => {
      const started = new Map<number, Promise<App>>();
      await use((holds = 0) => {
        const app = started.get(holds) ?? startWith(holds);
        started.set(holds, app);
        return app;
      });
      for (const app of started.values()) await (await app).dispose();
    },
    { scope: "worker" },
  ],

  app: async ({ alone, shares, holds, sharedApp }, use, info) => {
    if (!shares) return (await startWith(holds, alone)).lend(use);
    const app = await sharedApp(holds);
    await use(app);
    if (info.status !== info.expectedStatus) await app.attachLog();
    expect((await app.page("deleted=include")).head.seq, "seq of the log").toBe(holds);
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

/** The app with so many alerts, whose second half it has received at a later time than the first. */
async function startWith(count: number, isAlone = false): Promise<App> {
  const app = await (isAlone ? App.start() : App.host());
  if (count === 0) return app;
  const alerts = someAlerts(count);
  await app.open(alerts.slice(0, count / 2));
  const { receivedAt = "" } = (await app.page("limit=1")).alerts[0] ?? {};
  await expect.poll(() => Date.now()).toBeGreaterThan(Date.parse(receivedAt) + 5);
  await app.open(alerts.slice(count / 2));
  return app;
}

/** Collects what the page reports from now on; Chromium reports broken policies there as well. */
function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  return errors;
}
