import { spawnSync } from "node:child_process";
import type { Page } from "@playwright/test";
import { PASSWORD, setupCodeOf, signIn } from "../people/team.ts";
import { App, someAlerts } from "../support/app.ts";
import { axeOn } from "../support/axe.ts";
import { Feed } from "../support/feed.ts";
import { expect, test as base } from "../support/fixtures.ts";
import { freePort } from "../support/free-port.ts";

// A server that shares its host with others: PUBLIC_ORIGIN=https://host/ops/tocsin.

const BASE = "/ops/tocsin";

const test = base.extend<{ asked: string[] }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what is wanted here
  app: async ({}, use) => {
    const port = String(await freePort());
    const PUBLIC_ORIGIN = `http://127.0.0.1:${port}${BASE}`;
    const app = await App.start(undefined, { PORT: port, PUBLIC_ORIGIN });
    await app.lend(use);
  },
  /** Every path that the page has asked its host for. */
  asked: async ({ page }, use) => {
    const asked: string[] = [];
    page.on("request", (request) => void asked.push(new URL(request.url()).pathname));
    page.on("websocket", (socket) => void asked.push(new URL(socket.url()).pathname));
    await use(asked);
  },
});
test.use({ expectedErrors: [/status of 40[14]/u] });

/** Every address that the page leads to. */
async function addressesOf(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("[href], [src], form[action]")].map((element) => {
      const { href, src, action } = element as unknown as Record<string, string | undefined>;
      return href ?? src ?? action ?? "";
    }),
  );
}

test("below a path everything is, and outside of it nothing but probes", async ({
  app,
  page,
  asked,
}) => {
  const { origin } = new URL(app.url);
  const isInside = (address: string) => new URL(address, origin).pathname.startsWith(`${BASE}/`);
  const led: string[] = [];
  const look = async () => void led.push(...(await addressesOf(page)));

  // The way of the first admin: led to the setup, signed in, and back.
  expect(app.log).toContain(`${origin}${BASE}/setup)`);
  await page.goto(BASE);
  await expect(page).toHaveURL(`${origin}${BASE}/setup`);
  await look();
  await page.getByLabel("Code").fill(setupCodeOf(app));
  await page.getByLabel("Your name").fill("Mira");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page).toHaveURL(`${origin}${BASE}/`);
  const feed = new Feed(page);
  await feed.expectLive();
  await look();
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ name: "tocsin", path: BASE });

  const status = await page.evaluate(
    ([path = "", body = ""]) =>
      fetch(path, { method: "POST", body }).then((answer) => answer.status),
    [`${BASE}/api/alerts`, JSON.stringify(someAlerts(40))],
  );
  expect(status).toBe(200);
  await feed.expectNewest(40);
  await feed.row(39).click();
  await expect(page).toHaveURL(`${origin}${BASE}/alerts/39`);
  await feed.detail.getByRole("button", { name: "Acknowledge", exact: true }).click();
  await expect(feed.row(39)).toContainText("acknowledged by Mira");
  await page.reload();
  await feed.expectLive();
  await expect(feed.detail.getByRole("heading", { level: 2 })).toContainText("Alert 39");
  await look();
  await page.goBack();
  await feed.expectClosed();

  for (const name of [
    "keys",
    "monitors",
    "webhooks",
    "telemetry",
    "people",
    "backups",
    "about",
    "you",
  ]) {
    await page.goto(`${BASE}/settings/${name}`);
    await expect(page.locator("main h1")).toBeVisible();
    await look();
  }
  expect((await axeOn(page).analyze()).violations).toEqual([]);
  await page.getByRole("link", { name: "About" }).click();
  await expect(page).toHaveURL(`${origin}${BASE}/settings/about`);
  await expect(page.getByText(/^\d+\.\d+\.\d+$/u)).toBeVisible();
  await page.getByRole("link", { name: "Tocsin" }).first().click();
  await feed.expectLive();
  await page.goto(`${BASE}/nowhere`);
  await look();

  await page.goto(`${BASE}/settings/you`);
  await page.getByRole("main").getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(`${origin}${BASE}/sign-in`);
  // Whoever is led to the sign-in comes back to where they wanted to go.
  await page.goto(`${BASE}/alerts/7?severity=critical`);
  await look();
  await signIn(page, "Mira");
  await expect(page).toHaveURL(`${origin}${BASE}/alerts/7?severity=critical`);
  await feed.expectLive();
  const described = await page.evaluate(
    (path) => fetch(path).then((answer) => answer.json() as Promise<object>),
    `${BASE}/api/openapi.json`,
  );
  expect(described).toMatchObject({
    servers: [{ url: BASE }],
    components: { securitySchemes: { session: { in: "cookie", name: "tocsin" } } },
  });

  expect(led.length).toBeGreaterThan(50);
  expect(led.filter((address) => !isInside(address))).toEqual([]);
  expect(asked.filter((path) => path !== BASE && !isInside(path))).toEqual([]);
  expect(asked).toContain(`${BASE}/api/live`);

  for (const path of ["/", "/api/alerts", "/sign-in", "/ops", "/ops/tocsins", "/favicon.svg"]) {
    const outside = await app.fetch(path, { redirect: "manual" });
    expect([path, outside.status, await outside.text()]).toEqual([
      path,
      404,
      expect.stringContaining(`All of Tocsin lies below ${BASE}/ here.`),
    ]);
  }
  for (const path of ["/healthz", "/readyz", `${BASE}/healthz`])
    expect((await app.fetch(path)).status).toBe(200);
});

test("the command that shows what would be told finds it there", async ({ app }) => {
  const admin = { code: setupCodeOf(app), name: "Mira", password: PASSWORD };
  expect((await app.send(`${BASE}/api/setup`, admin)).status).toBe(201);
  const env = {
    ...process.env,
    PORT: new URL(app.url).port,
    PUBLIC_ORIGIN: `https://alerts.example.org${BASE}`,
    DATABASE_URL: `file:${app.database}`,
  };
  const url = `${app.url}${BASE}`;
  const input = `${PASSWORD}\n`;
  for (const more of [[], ["--url", url], ["--url", `${url}/`, "--user", "Mira"]]) {
    const args = ["dist/server/telemetry.js", "preview", ...more];
    const { status, stderr } = spawnSync(process.execPath, args, { env, input, encoding: "utf8" });
    expect([more, status, stderr]).toEqual([more, 0, expect.stringContaining("posthog: off")]);
  }
});

test("it can be installed from there, and no service worker comes with it", async ({
  app,
  page,
}) => {
  await page.goto(`${app.url}${BASE}/sign-in`);
  const session = await page.context().newCDPSession(page);
  const { url, data = "", errors } = await session.send("Page.getAppManifest");
  expect([new URL(url).pathname, errors]).toEqual([`${BASE}/manifest.webmanifest`, []]);
  const manifest = JSON.parse(data) as { icons: { src: string; type: string }[]; scope: string };
  expect(new URL(manifest.scope, url).pathname).toBe(`${BASE}/`);
  const touch = page.locator('link[rel="apple-touch-icon"]');
  const icons = [
    ...manifest.icons.map(({ src, type }) => ({ address: new URL(src, url).href, type })),
    { address: new URL((await touch.getAttribute("href")) ?? "", url).href, type: "image/png" },
  ];
  expect(icons.length).toBeGreaterThan(3);
  for (const { address, type } of icons) {
    const { status, headers } = await fetch(address);
    expect([address, status, headers.get("content-type")]).toEqual([address, 200, type]);
  }
  const workers = await page.evaluate(() => navigator.serviceWorker.getRegistrations());
  expect(workers).toEqual([]);
});
