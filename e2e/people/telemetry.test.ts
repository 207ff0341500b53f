import { App, someAlerts } from "../support/app.ts";
import { axeOn } from "../support/axe.ts";
import { PostHog } from "../support/posthog.ts";
import { enter, expect, test as base } from "./team.ts";

const test = base.extend<{ posthog: PostHog }>({
  // oxlint-disable-next-line no-empty-pattern
  posthog: async ({}, use) => {
    const posthog = await PostHog.start();
    await use(posthog);
    posthog.stop();
  },
  app: async ({ posthog }, use) => {
    const otlp = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://${posthog.host}` };
    const app = await App.host(undefined, { ...posthog.environment, ...otlp });
    await app.lend(use);
  },
});

test("an admin sees to whom what is told, and how that goes", async ({ page, posthog, team }) => {
  await team.open(someAlerts(3));
  await expect.poll(() => posthog.sum("alerts_opened")).toBeGreaterThanOrEqual(3);
  await enter(page, "Mira", "/settings/telemetry");
  const rows = page.getByRole("list", { name: "Reporters" }).getByRole("listitem");
  await expect(rows.first()).toContainText(`How it is used, to PostHog ${posthog.host}`);
  // The page says what is so as it opens, and something may wait for the next batch just then.
  await expect
    .poll(async () => {
      await page.reload();
      return rows.first().textContent();
    })
    .toMatch(/\d sent · 0 dropped · 0 requests failed/u);
  await expect(page.getByRole("definition").first()).toHaveText(/opened an episode/u);
  const next = page.getByRole("region", { name: "Next to PostHog" });
  await expect(next).toContainText('"api_key": "…"');
  await expect(page.locator("body")).not.toContainText("phc_secret");

  posthog.status = 401;
  await team.open(someAlerts(1));
  await expect
    .poll(async () => {
      await page.reload();
      return rows.first().textContent();
    })
    .toContain("The answer was 401.");
});

test("what is not configured is said to be off", async ({ page, posthog, team }) => {
  await team.app.stop();
  await team.app.start({ ...posthog.environment, DO_NOT_TRACK: "1" });
  await enter(page, "Mira", "/settings/telemetry");
  const rows = page.getByRole("list", { name: "Reporters" }).getByRole("listitem");
  await expect(rows.first()).toContainText("DO_NOT_TRACK forbids what is configured");
  await expect(rows.last()).toContainText("OTEL_EXPORTER_OTLP_ENDPOINT would switch it on");
  await expect(page.getByRole("region")).toHaveCount(0);
});

test("who is no admin sees nothing of it", async ({ page, team }) => {
  await team.add("Jon", "operator");
  await enter(page, "Jon", "/settings/telemetry");
  await expect(page.getByText("That is for admins.")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test.describe(`${colorScheme}, ${width} wide`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } });

      test("it is legible, and nothing lies beyond the edge", async ({ page, posthog, team }) => {
        await team.open(someAlerts(1));
        await expect.poll(() => posthog.taken.length).toBeGreaterThan(0);
        await enter(page, "Mira", "/settings/telemetry");
        await expect(page.getByRole("list", { name: "Reporters" })).toBeVisible();
        const { violations } = await axeOn(page).analyze();
        expect(violations.map(({ id }) => id)).toEqual([]);
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(beyond).toBeLessThanOrEqual(0);
        const path = test.info().outputPath(`telemetry-${colorScheme}-${width}.png`);
        await page.screenshot({ path });
      });
    });
  }
}
