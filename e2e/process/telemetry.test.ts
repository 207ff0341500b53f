import { spawnSync } from "node:child_process";
import { expect, test as base } from "@playwright/test";
import { PASSWORD, Team } from "../people/team.ts";
import { App, someAlerts } from "../support/app.ts";
import { PostHog } from "../support/posthog.ts";

/** Time (ms) in which a server promises to end, whatever it has yet to tell. */
const LIMIT = 5_000;

const test = base.extend<{ posthog: PostHog; app: App }>({
  // oxlint-disable-next-line no-empty-pattern
  posthog: async ({}, use) => {
    const posthog = await PostHog.start();
    await use(posthog);
    posthog.stop();
  },
  app: async ({ posthog }, use) => {
    const app = await App.start(undefined, posthog.environment);
    await app.lend(use);
  },
});

test("tells how it is used, and nothing that is in an alert", async ({ app, posthog }) => {
  await app.open(someAlerts(20, { source: "s3cr3t" }));
  await app.page("q=s3cr3t");
  await expect.poll(() => posthog.sum("alerts_opened")).toBe(20);
  await expect.poll(() => posthog.sum("searches")).toBe(1);
  expect(posthog.taken[0]).toMatchObject({ event: "tocsin started" });
  expect(JSON.stringify(posthog.taken)).not.toMatch(/s3cr3t|Alert 1|web-|127\.0\.0\.1/u);
});

test("what is told while nobody takes it comes later, whole and once", async ({ app, posthog }) => {
  posthog.status = 503;
  await app.open(someAlerts(7));
  await expect.poll(() => posthog.requests).toBeGreaterThan(0);
  await app.open(someAlerts(5));
  posthog.status = 200;
  // Ten seconds after the first refusal, give or take a fifth.
  await expect.poll(() => posthog.sum("alerts_opened")).toBe(12);
  expect(new Set(posthog.taken.map(({ uuid }) => uuid)).size).toBe(posthog.taken.length);
  expect(posthog.sum("dropped")).toBe(0);
});

test("what it holds is told when it is asked to end", async ({ app, posthog }) => {
  posthog.status = 503;
  await expect.poll(() => posthog.requests).toBe(1);
  await app.open(someAlerts(9));
  posthog.status = 200;
  expect(await app.stop()).toBe(0);
  expect(posthog.sum("alerts_opened")).toBe(9);
  expect(posthog.taken.map(({ event }) => event)).toEqual(
    expect.arrayContaining(["tocsin started", "tocsin usage", "tocsin stopping"]),
  );
});

test("the command shows what would be sent next, without the key", async ({ app, posthog }) => {
  const team = await Team.found(app, someAlerts(3));
  await app.stop();
  await app.start({ ...posthog.environment, TELEMETRY_INTERVAL: "3600" });
  const asMira = preview(app, ["--user", "Mira"], PASSWORD);
  const here = preview(app, ["--database", `file:${app.database}`]);
  for (const { out, said } of [asMira, here]) {
    expect(JSON.parse(out)).toMatchObject({
      api_key: "…",
      batch: [{ event: "tocsin started" }, { event: "tocsin usage" }],
    });
    expect(said).toContain(`posthog: to ${posthog.host}, 0 sent, 0 dropped, 0 requests failed`);
    expect(said).toContain("otlp: off");
    expect(out + said).not.toMatch(/phc_secret/u);
  }
  // Neither leaves a way in behind.
  const { sessions } = (await (await team.ask("GET", "/api/sessions")).json()) as { sessions: [] };
  expect(sessions).toHaveLength(1);
  expect(await (await team.ask("GET", "/api/keys")).json()).toEqual({ keys: [] });
  expect(preview(app, ["--user", "Mira"], "another").said).toContain(
    "The name or the password is wrong.",
  );
});

function preview({ url }: App, more: readonly string[], password = "") {
  const args = ["dist/server/telemetry.js", "preview", "--url", url, ...more];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    input: `${password}\n`,
    encoding: "utf8",
  });
  return { out: stdout, said: stderr };
}

test("a receiver that never answers holds up neither who posts nor the end", async ({
  app,
  posthog,
}) => {
  posthog.status = 0;
  await expect.poll(() => posthog.requests).toBe(1);
  expect(await app.open(someAlerts(50))).toHaveLength(50);
  const begun = performance.now();
  expect(await app.stop()).toBe(0);
  expect(performance.now() - begun).toBeLessThan(LIMIT);
  expect(app.log).toContain("telemetry was not sent before the end");
});
