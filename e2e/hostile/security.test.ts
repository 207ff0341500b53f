import { once } from "node:events";
import { IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { WebSocket } from "ws";
import { SUBPROTOCOL } from "../../src/protocol/frame.ts";
import type { App } from "../support/app.ts";
import { expect, test } from "../support/fixtures.ts";
import { Live } from "../support/socket.ts";
import { codeOf } from "../support/unharmed.ts";
import { exchange, read } from "../support/wire.ts";

/** What the browser of an operator sends for pages of others. */
function foreignOrigins({ port }: URL): string[] {
  return [
    "https://evil.example",
    "null",
    "file://",
    `http://evil.example:${port}`,
    // Another server on this machine, by its port or by its certificate.
    "http://localhost:1",
    `https://localhost:${port}`,
    `http://127.0.0.1:${port}`,
    `http://localhost:${port}.evil.example`,
    `http://evil.example@localhost:${port}`,
    `http://localhost:${port}/`,
    "",
  ];
}

/** Names that somebody else may have pointed at this machine. */
const REBOUND = ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "0.0.0.0", "[::]"];

test("no other site can change anything, nor listen", async ({ app }) => {
  await app.open([{ title: "a" }]);
  const url = new URL(app.url);
  const host = `localhost:${url.port}`;
  const changes = (await operationsOf(app)).filter(({ method }) => method !== "GET");
  expect(changes.length).toBeGreaterThan(10);
  for (const origin of foreignOrigins(url)) {
    for (const { method, path } of changes) {
      const code = await ask(app, method, path, { host, origin }, "{}");
      expect(code, `${method} ${path} from ${origin}`).toBe("forbidden-origin");
    }
    expect(await handshake(app, { host, origin }), origin).toBe(403);
  }
  for (const method of ["PATCH", "BREW", "PROPFIND", "LOCK"]) {
    const answer = await exchange(
      app,
      `${method} / HTTP/1.1\r\nHost: ${host}\r\nOrigin: null\r\nConnection: close\r\n\r\n`,
    );
    expect(read(answer)).toMatch(/^(?:403 forbidden-origin|400 bad-request)$/u);
  }
  expect(await handshake(app, { host, origin: `http://${host}` })).toBe(101);
  expect((await app.page()).head.seq).toBe(1);
});

test("no name that was rebound to this machine is answered to, whatever it asks", async ({
  app,
}) => {
  const operations = await operationsOf(app);
  const asked = [
    ...operations,
    ...["/", "/alerts/1", "/favicon.svg", "/healthz", "/metrics"].map((path) => ({
      method: "GET",
      path,
    })),
  ];
  const { port } = new URL(app.url);
  for (const name of REBOUND) {
    const host = `${name}:${port}`;
    for (const { method, path } of asked) {
      const code = await ask(app, method, path, { host, origin: `http://${host}` });
      expect(code, `${method} ${path} at ${host}`).toBe("forbidden-host");
    }
    expect(await handshake(app, { host, origin: `http://${host}` }), host).toBe(403);
  }
});

test("every kind of answer carries what browsers need to keep others out", async ({ app }) => {
  const [id] = await app.open([{ title: "a" }]);
  const page = await (await app.fetch("/")).text();
  const [script = ""] = /\/_build\/assets\/[\w()-]+\.js/u.exec(page) ?? [];
  const { headers } = await app.fetch("/favicon.svg");
  const unchanged = { headers: { "if-none-match": headers.get("etag") ?? "" } };
  const pages = ["/", `/alerts/${id}`, "/alerts/999", "/nowhere", "/?status=wrong", "/nowhere.js"];
  const others: [string, RequestInit?][] = [
    [script],
    ["/favicon.svg"],
    ["/favicon.svg", unchanged],
    ["/api/alerts"],
    ["/api/alerts", { method: "HEAD" }],
    ["/api/alerts/999"],
    ["/api/alerts?limit=x"],
    ["/api/openapi.json"],
    ["/api/live"],
    ["/api/alerts", { method: "POST", body: "{" }],
    ["/api/alerts", { method: "POST", body: "x".repeat(1_100_000) }],
    ["/", { method: "POST" }],
    ["/_server"],
    ["/healthz"],
    ["/readyz"],
    ["/metrics"],
    ["/alerts/%ff"],
    ["/_build/assets/gone.js"],
  ];
  for (const [path, init] of [...pages.map((path): [string] => [path]), ...others]) {
    const answer = await app.fetch(path, init);
    await answer.arrayBuffer();
    const given = Object.fromEntries(answer.headers);
    const policy: unknown = expect.stringContaining("frame-ancestors 'none'");
    const requestId: unknown = expect.stringMatching(/^[\w-]{36}$/u);
    expect(given, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy": policy,
      "x-request-id": requestId,
      "cache-control": keptFor(path, answer),
    });
    expect(given, path).not.toHaveProperty("x-powered-by");
    expect(given, path).not.toHaveProperty("server");
    expect(given, path).not.toHaveProperty("access-control-allow-origin");
    expect(given, path).not.toHaveProperty("set-cookie");
  }
  for (const wrong of ["x\r\n\r\n", `GET / HTTP/1.1\r\na: ${"x".repeat(20_000)}\r\n\r\n`]) {
    expect(await exchange(app, wrong)).toMatch(/frame-ancestors 'none'.*nosniff/su);
  }
});

/** How long an answer may be kept: what tells of alerts, or that there is nothing, never is. */
function keptFor(path: string, { status }: Response): string {
  if (status >= 400) return "no-store";
  if (path.startsWith("/_build/")) return "public, max-age=31536000, immutable";
  return path.endsWith(".svg") ? "public, max-age=3600" : "no-store";
}

test("every page runs the scripts of its own nonce and no others", async ({ app }) => {
  const nonces = new Set<string>();
  const paths = ["/", "/alerts/1", "/nowhere", "/?status=wrong"];
  for (const path of paths) {
    const answer = await app.fetch(path, { headers: { "x-tocsin-nonce": "forged" } });
    const policy = answer.headers.get("content-security-policy") ?? "";
    const [, nonce = ""] = /script-src 'self' 'nonce-([^']+)'/u.exec(policy) ?? [];
    nonces.add(nonce);
    const html = await answer.text();
    const scripts = html.match(/<script[^>]*>/gu) ?? [];
    expect(scripts.length, path).toBeGreaterThan(1);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    expect(html, path).not.toMatch(/\son\w+=["']|<style|\sstyle=|forged/iu);
    expect(policy).not.toMatch(/unsafe|\*|data:|blob:/u);
  }
  expect(nonces.size).toBe(paths.length);
});

test("the log says nothing of what alerts, queries and bodies hold", async ({ app }) => {
  await app.stop();
  await app.start({ LOG_LEVEL: "trace" });
  const secret = "s3cr3t";
  const forged = `${secret}\r\n{"level":50,"msg":"forged"}`;
  const fields = { description: forged, source: forged, fingerprint: forged, url: forged };
  const pairs = { labels: { [forged]: forged }, annotations: { [forged]: forged } };
  const [id] = await app.open([{ title: forged, ...fields, ...pairs }]);
  await app.act(id ?? 0, "notes", { text: forged });
  const query = `q=${secret}&label=a%3D${secret}&source=${secret}%0A%1B%5B31m`;
  for (const path of [
    "/api/alerts",
    "/api/timeline",
    "/",
    `/alerts/${id}`,
    `/${secret}`,
    "/healthz",
  ]) {
    await (await app.fetch(`${path}?${query}`, { headers: { referer: secret } })).text();
  }
  for (const body of [secret, `{"${secret}":`, JSON.stringify([{ [secret]: secret }])]) {
    await app.fetch(`/api/alerts?${query}`, { method: "POST", body });
    await app.fetch(`/api/ingest/grafana?${query}`, { method: "POST", body });
  }
  await app.fetch("/api/alerts", { headers: { "x-request-id": `${secret} forged` } });
  await exchange(app, `${secret} / HTTP/1.1\r\n${secret}: ${secret}\r\n\r\n`);
  for (const message of [secret, { type: secret }, { type: "subscribe", [secret]: secret }]) {
    const live = await Live.connect(app);
    live.say(message);
    await live.waitForClose();
  }
  await app.stop();
  const lines = app.log.split("\n").filter((line) => line.startsWith("{"));
  expect(lines.length).toBeGreaterThan(15);
  for (const line of lines) expect(() => void JSON.parse(line)).not.toThrow();
  expect(app.log).not.toMatch(/s3cr3t|forged/u);
  expect(app.log.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
});

async function operationsOf(app: App): Promise<{ method: string; path: string }[]> {
  const answer = await app.fetch("/api/openapi.json");
  const { paths } = (await answer.json()) as { paths: Record<string, object> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      path: path.replace("{id}", "1"),
    })),
  );
}

/** The code of the problem that is answered. fetch() lets nobody name another Host or Origin. */
async function ask(
  app: App,
  method: string,
  path: string,
  headers: Record<string, string>,
  body = "",
): Promise<string | null> {
  const length = { "content-length": body.length };
  const options = { method, agent: false, headers: { ...headers, ...length } };
  const heard: unknown[] = await once(
    request(new URL(path, app.url), options).end(body),
    "response",
  );
  const [answer] = heard;
  if (!(answer instanceof IncomingMessage)) throw new Error("There is no answer.");
  const { statusCode = 0, headers: given } = answer;
  return codeOf(statusCode, given["content-type"] ?? "", await text(answer));
}

/** The status with which a request for a socket is answered. */
async function handshake(app: App, headers: Record<string, string>): Promise<number> {
  const address = `${app.url.replace("http", "ws")}/api/live`;
  const socket = new WebSocket(address, SUBPROTOCOL, { headers });
  socket.on("error", () => {});
  return new Promise((resolve) => {
    socket.once("open", () => {
      socket.terminate();
      resolve(101);
    });
    socket.once("unexpected-response", (_, { statusCode = 0 }) => {
      socket.terminate();
      resolve(statusCode);
    });
  });
}
