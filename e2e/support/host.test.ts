import { expect, test } from "@playwright/test";
import { App, someAlerts } from "./app.ts";

test("an app on a host finds nothing of the one before", async () => {
  const first = await App.host();
  await first.open(someAlerts(3));
  const host = first.pid;
  const commits = await metric(first, "tocsin_commits_total");
  expect(commits).toBeGreaterThan(0);
  await first.dispose();
  await expect(first.page()).rejects.toThrow();
  expect(first.log).toContain("stopping");

  const second = await App.host();
  expect(second.pid).toBe(host);
  expect((await second.page("deleted=include")).head.seq).toBe(0);
  expect(await metric(second, "tocsin_commits_total")).toBe(0);
  expect(second.log).not.toContain("stopping");
  expect(second.log.match(/Tocsin listens on/gu)).toHaveLength(1);
  await second.dispose();
});

test("a host that has served many keeps nothing of them", async () => {
  const warnings: Error[] = [];
  process.on("warning", (warning) => warnings.push(warning));
  for (let served = 0; served < 12; served++) {
    const app = await App.host();
    await app.dispose();
    expect(app.log).not.toContain("Warning");
  }
  expect(warnings).toEqual([]);
});

test("where a host breaks, only what ran there ends, and the next app has another", async () => {
  const first = await App.host();
  const host = first.pid;
  await first.kill();
  await expect(first.page()).rejects.toThrow();
  expect(await first.stop()).not.toBe(0);
  await first.dispose();

  const second = await App.host();
  expect(second.pid).not.toBe(host);
  expect((await second.page()).alerts).toEqual([]);
  await second.dispose();
});

test("two apps at a time have a host each", async () => {
  const apps = await Promise.all([App.host(), App.host()]);
  expect(new Set(apps.map(({ pid }) => pid)).size).toBe(2);
  for (const app of apps) await app.dispose();
});

test("only a test that fails has the log of its app, up to its end", async () => {
  const { attachments } = test.info();
  await (await App.host()).lend(() => Promise.resolve());
  expect(attachments).toEqual([]);

  const app = await App.host();
  await expect(app.lend(() => Promise.reject(new Error("no such row")))).rejects.toThrow("no such");
  expect(attachments.map(({ name }) => name)).toEqual(["log of the app"]);
  expect(attachments[0]?.body?.toString()).toContain("stopping");
});

async function metric(app: App, name: string): Promise<number> {
  const metrics = await (await app.fetch("/metrics")).text();
  return Number(new RegExp(`^${name} (\\S+)$`, "mu").exec(metrics)?.[1]);
}
