import { defineConfig } from "@playwright/test";
import { BROWSER_ARGS, findBrowser } from "./bin/browser.ts";

const browser = findBrowser();

// Playwright sets it in its workers; beside a person's NO_COLOR, Node warns of the two in the log of
// each app that a test starts.
if ("NO_COLOR" in process.env) delete process.env["FORCE_COLOR"];

// Each test starts the built app on a port and a database of its own, so all can run at once.
export default defineConfig({
  testDir: "e2e",
  // Run by vitest.
  testIgnore: "**/*.int.test.ts",
  outputDir: "test-results/e2e",
  fullyParallel: true,
  forbidOnly: Boolean(process.env["CI"]),
  // A test that passes at the second try has failed.
  retries: 0,
  // More than cores, since tests mostly wait: for frames, for the network, for ten seconds to pass.
  workers: 3,
  // To end what hangs, not to measure: a busy machine takes its time.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    launchOptions: { args: BROWSER_ARGS, ...(browser ? { executablePath: browser } : {}) },
    viewport: { width: 1280, height: 800 },
    // A trace records the page at every step, which doubles the time: ask for it with --trace on.
    screenshot: "only-on-failure",
  },
});
