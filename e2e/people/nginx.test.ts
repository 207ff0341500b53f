import { request } from "node:https";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { WebSocket } from "ws";
import { App, someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { freePort } from "../support/free-port.ts";
import { NGINX_ADDRESS, startNginx, whyNot } from "../support/real-nginx.ts";
import { enterByDoor, PASSWORD, setupCodeOf } from "./team.ts";

// With a real nginx before the app, configured as docs/connecting.md says.

const reason = whyNot();
test.skip(reason !== null, reason ?? "");
test.use({ ignoreHTTPSErrors: true, expectedErrors: [/status of 40[139]/u] });

/** An app behind an nginx, for as long as that takes. */
async function behindNginx(
  { signsIn }: { readonly signsIn: boolean },
  use: (app: App, origin: string) => Promise<void>,
): Promise<void> {
  const port = await freePort();
  const origin = `https://localhost:${port}`;
  const byProxy = {
    PROXY_USER_HEADER: "X-Forwarded-User",
    PROXY_GROUPS_HEADER: "X-Forwarded-Groups",
    PROXY_ADMINS: "sre",
    PROXY_OPERATORS: "dev",
  };
  const app = await App.host(undefined, {
    PUBLIC_ORIGIN: origin,
    TRUSTED_PROXIES: NGINX_ADDRESS,
    ...(signsIn && byProxy),
  });
  await app.lend(async () => {
    const nginx = await startNginx(port, app.url, { signsIn });
    try {
      await use(app, origin);
    } finally {
      await nginx.dispose();
    }
  });
}

/** One request through nginx, from an address of choice on this machine. */
async function through(
  origin: string,
  path: string,
  { method = "GET", from = "127.0.0.1", headers = {}, body = "" } = {},
): Promise<{ status: number; text: string }> {
  const asked = request(new URL(path, origin), {
    method,
    headers: { ...headers, "content-length": body.length },
    localAddress: from,
    family: 4,
    rejectUnauthorized: false,
    agent: false,
  });
  asked.end(body);
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  const text = (await response.setEncoding("utf8").toArray()).join("");
  return { status: response.statusCode ?? 0, text };
}

test("ASVS 4.1.3: whom the proxy has signed in is the same on the page, at the API and on the socket", async ({
  page,
}) => {
  await behindNginx({ signsIn: true }, async (app, origin) => {
    await page.context().addCookies([{ name: "sso", value: "mira", url: origin }]);
    await page.goto(`${origin}/settings/keys`);
    await expect(page.getByRole("heading", { name: "Sources and keys" })).toBeVisible();
    const asJon = { cookie: "sso=jon", origin };
    const alert = JSON.stringify({ title: "Seen by both", severity: "critical" });
    const posted = await through(origin, "/api/alerts", {
      method: "POST",
      headers: asJon,
      body: alert,
    });
    expect(posted.status, posted.text).toBe(200);
    await page.goto(`${origin}/alerts/1`);
    const feed = new Feed(page);
    await feed.expectLive();
    await expect(page.getByRole("button", { name: "Your account: mira" })).toBeVisible();
    await feed.detail.getByRole("button", { name: "Acknowledge", exact: true }).click();
    await expect(feed.row(1)).toContainText("acknowledged by mira");

    const who = async (headers: Record<string, string>) =>
      JSON.parse((await through(origin, "/api/session", { headers })).text) as object;
    expect(await who({ cookie: "sso=jon" })).toEqual({
      principal: "user:jon",
      role: "operator",
      via: "proxy",
    });
    // In no group that has a role.
    const eve = await through(origin, "/api/alerts", { headers: { cookie: "sso=eve" } });
    expect([eve.status, eve.text]).toEqual([403, expect.stringContaining("not-allowed")]);
    // What a browser says of itself is not passed on.
    const forged = { "x-forwarded-user": "mira", "x-forwarded-groups": "sre" };
    expect((await through(origin, "/api/alerts", { headers: forged })).status).toBe(401);
    expect(await who({ ...forged, cookie: "sso=jon" })).toMatchObject({ principal: "user:jon" });

    // Nor is it heard from an address that is not the proxy's.
    for (const path of ["/api/alerts", "/metrics"])
      expect((await app.fetch(path, { headers: forged })).status).toBe(401);
    const led = await app.fetch("/", { headers: forged, redirect: "manual" });
    expect([led.status, led.headers.get("location")]).toEqual([303, "/sign-in"]);
    const socket = new WebSocket(`${app.url.replace("http", "ws")}/api/live`, "tocsin.v1", {
      headers: { ...forged, origin: app.url },
    });
    socket.on("error", () => {});
    const [, refusal] = (await once(socket, "unexpected-response")) as [unknown, IncomingMessage];
    expect(refusal.statusCode).toBe(401);
    socket.terminate();

    await page.goto("about:blank");

    // A page of another site has no Origin of ours, whoever looks at it.
    const acknowledge = { method: "POST", headers: { cookie: "sso=mira" } };
    for (const foreign of [{}, { origin: "https://evil.example" }]) {
      const headers = { ...acknowledge.headers, ...foreign };
      const answer = await through(origin, "/api/alerts/1/resolve", { ...acknowledge, headers });
      expect([answer.status, answer.text]).toEqual([
        403,
        expect.stringContaining("forbidden-origin"),
      ]);
    }
  });
});

test("behind nginx people sign in with a cookie of this host alone", async ({ page }) => {
  await behindNginx({ signsIn: false }, async (app, origin) => {
    await page.goto(origin);
    await expect(page).toHaveURL(`${origin}/setup`);
    const made = await through(origin, "/api/setup", {
      method: "POST",
      body: JSON.stringify({ code: setupCodeOf(app), name: "Mira", password: PASSWORD }),
    });
    expect(made.status, made.text).toBe(201);
    await enterByDoor(page, "Mira", "/", origin);
    await new Feed(page).expectLive();
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({
      name: "__Host-tocsin",
      domain: "localhost",
      path: "/",
      httpOnly: true,
      secure: true,
      sameSite: "Lax",
      expires: -1,
    });
    const status = await page.evaluate((alerts) => {
      const body = JSON.stringify(alerts);
      return fetch("/api/alerts", { method: "POST", body }).then((answer) => answer.status);
    }, someAlerts(3));
    expect(status).toBe(200);
    await new Feed(page).expectNewest(3);
    await page.getByRole("button", { name: "Your account: Mira" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page).toHaveURL(`${origin}/sign-in`);
    await page.goto("about:blank");
  });
});

test("behind nginx attempts are counted by whoever makes them", async () => {
  await behindNginx({ signsIn: false }, async (_, origin) => {
    // Whoever writes addresses of others before their own does not become them.
    const attempt = async (from: string, number: number) => {
      const body = JSON.stringify({ name: `Nobody ${from} ${number}`, password: "a guess" });
      const headers = { "x-forwarded-for": `192.0.2.${number}` };
      return (await through(origin, "/api/session", { method: "POST", from, headers, body }))
        .status;
    };
    // All at once: one who is slow may go on for ever.
    const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
    const seen = await Promise.all(numbers.map((number) => attempt("127.0.0.3", number)));
    expect(new Set(seen)).toEqual(new Set([401, 429]));
    expect(await attempt("127.0.0.4", 1)).toBe(401);
  });
});
