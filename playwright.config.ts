import { defineConfig } from "@playwright/test";
import { POSTGRES } from "./e2e/support/postgres.ts";
import { BROWSER_ARGS, findBrowser, findTestBrowser } from "./bin/browser.ts";

// Long runs are made in a browser as people have it.
const browser = process.env["THOROUGH"] === "1" ? findBrowser() : findTestBrowser();

// Playwright sets it in its workers; beside a person's NO_COLOR, Node warns of the two in the log of
// each app that a test starts.
if ("NO_COLOR" in process.env) delete process.env["FORCE_COLOR"];

const ON_POSTGRES_ALONE = "**/nodes/*.test.ts";
const ON_BOTH = [
  "**/api/{commands,live,pages,posting}.test.ts",
  "**/people/roles.test.ts",
  "**/process/webhooks-crash.test.ts",
];

// Each test starts the built app on a port and a database of its own, so all can run at once.
export default defineConfig({
  testDir: "e2e",
  globalSetup: "e2e/support/postgres.setup.ts",
  // What tells of the server is told once more of the other engine.
  projects: [
    { name: "sqlite", testIgnore: ["**/*.int.test.ts", ON_POSTGRES_ALONE] },
    { name: POSTGRES, testMatch: [...ON_BOTH, ON_POSTGRES_ALONE] },
  ],
  // Run by vitest.
  testIgnore: "**/*.int.test.ts",
  outputDir: "test-results/e2e",
  fullyParallel: true,
  forbidOnly: Boolean(process.env["CI"]),
  // A test that passes at the second try has failed.
  retries: 0,
  // Twice as many as the cores of a small machine, since tests mostly wait: for frames, for the network, for ten
  // seconds to pass.
  workers: 4,
  // To end what hangs, not to measure: a busy machine takes its time.
  timeout: 240_000,
  expect: { timeout: 100_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    launchOptions: { args: BROWSER_ARGS, ...(browser ? { executablePath: browser } : {}) },
    viewport: { width: 1280, height: 800 },
    // Where a day has 24 hours, as the tests say times.
    locale: "en-GB",
    // A trace records the page at every step, which doubles the time: ask for it with --trace on.
    screenshot: "only-on-failure",
  },
});
