import { readFileSync } from "node:fs";
import { Writable } from "node:stream";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Log } from "../telemetry/log.ts";
import { type Received, send, type Sent } from "./server.fixture.ts";
import { basic, bearer, connect, type Key, startTeam, type Team } from "./team.fixture.ts";

// ASVS 16.2.5: secrets are sent in every place in which one may be put, rightly or by mistake, and
// looked for in every line of the log, at its lowest level, in every answer and in the database.

const CANARY = "canary-7f3a91";
const SECRETS = {
  password: `${CANARY}-password`,
  guess: `${CANARY}-guess`,
  code: `${CANARY}-code`,
  oidc: `${CANARY}-oidc`,
  proxy: `${CANARY}-proxy`,
};

const lines: string[] = [];
const answers: { readonly asked: string; readonly received: Received }[] = [];
const told = new Set<string>();

let team: Team;
let key: Key;
let cookie = "";
beforeAll(async () => {
  team = await startTeam(
    {
      LOG_LEVEL: "trace",
      OIDC_ISSUER: "http://127.0.0.1:1",
      OIDC_CLIENT_ID: "tocsin",
      OIDC_CLIENT_SECRET: SECRETS.oidc,
      OIDC_VIEWERS: "*",
      TRUSTED_PROXIES: "127.0.0.1",
      PROXY_USER_HEADER: "X-User",
      PROXY_SECRET_HEADER: `X-Proxy-Secret: ${SECRETS.proxy}`,
    },
    { log: listening },
  );
  key = await team.key(["read", "ingest", "operate"]);
  cookie = await team.enter("Mira");
  told.add(key.text.slice(-43)).add(cookie.slice(-43));
  for (const secret of Object.values(SECRETS)) told.add(secret);
  told.add(team.server.entrance.setupCode ?? "");
});
afterAll(() => team.server.stop());

function listening(level: string): Log {
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return pino({ level, base: null }, stream);
}

async function ask(sent: Sent): Promise<Received> {
  const received = await send(team.server.port, sent);
  answers.push({ asked: `${sent.method ?? "GET"} ${sent.path}`, received });
  return received;
}

test("ASVS 16.2.5: no secret is in the log, in an answer or in the database", async () => {
  const { server, origin } = team;
  const { password, guess, code, proxy } = SECRETS;
  const page = { cookie, origin };
  const wrong = { id: key.id, text: `${key.text.slice(0, -43)}${"canary".padEnd(43, "x")}` };
  told.add("canaryxxx");
  const credentials = [
    page,
    bearer(key),
    basic(key),
    bearer(wrong),
    basic(wrong),
    basic({ id: 0, text: guess }),
    { authorization: `Digest username="x", response="${guess}"` },
    { authorization: guess },
    { cookie: `tocsin=${guess}; tocsin=${guess}` },
    { cookie: `tocsin-sign-in=${guess}` },
    { "x-proxy-secret": proxy, "x-user": "ada", origin },
    { "x-proxy-secret": guess, "x-user": "ada", origin },
    { "x-proxy-secret": proxy, "x-user": "ada\tx", origin },
  ];

  // What people and programs send there, well and badly.
  const bodies: readonly [string, string, unknown][] = [
    ["POST", "/api/users", { name: "Ada", role: "viewer", password }],
    ["POST", "/api/users", { name: "Ada", role: "viewer", password }],
    ["POST", "/api/users", { name: password, role: password, password: [password] }],
    ["POST", "/api/users", { name: "Eve", role: "viewer", password: password.repeat(100) }],
    ["POST", "/api/session", { name: "Ada", password }],
    ["POST", "/api/session", { name: "Ada", password: guess }],
    ["POST", "/api/session", { name: guess, password: guess }],
    ["POST", "/api/session", { name: { guess }, password: { guess } }],
    ["POST", "/api/session", `{"name":"Ada","password":"${guess}`],
    ["POST", "/api/session", `{"name":"Ada","password":${guess}}`],
    ["POST", "/api/session", guess],
    ["POST", "/api/setup", { code, name: "Ada", password }],
    ["POST", "/api/setup", { code: [code], name: "Ada", password }],
    ["POST", "/api/users/1/password", { current: guess, password }],
    ["POST", "/api/users/1/password", { password }],
    ["POST", "/api/users/1/password", { current: guess, password: "short" }],
    ["PUT", "/api/users/1", { role: password }],
    ["POST", "/api/keys", { name: "made", scopes: ["read", key.text] }],
  ];
  for (const [method, path, body] of bodies) await ask({ method, path, body, headers: page });

  // Every operation, with every credential, and with secrets where they do not belong.
  const { routes, probes } = server;
  const paths = [...probes.keys(), "/", "/sign-in", "/setup", "/settings/keys", "/auth/start"];
  const asked = [
    ...routes.map(({ method, path }) => ({ method, path: path.replace(":id", "987654321") })),
    ...paths.map((path) => ({ method: "GET", path })),
  ].filter(({ method, path }) => `${method} ${path}` !== "DELETE /api/session");
  const query = new URLSearchParams({ key: key.text, password, state: guess, code: guess });
  for (const headers of credentials) {
    await Promise.all(
      asked.map(({ method, path }) =>
        ask({ method, path, headers, ...(method === "GET" ? {} : { body: {} }) }),
      ),
    );
    await ask({ path: `/api/alerts?limit=1&${query.toString()}`, headers });
    await ask({ path: `/auth/return?${query.toString()}`, headers });
    const heard = await connect(server, headers);
    if (!("closed" in heard)) answers.push({ asked: "socket", received: heard });
  }
  const made = { name: "made", scopes: ["read"] };
  const { text } = await send(server.port, {
    method: "POST",
    path: "/api/keys",
    headers: page,
    body: made,
  });
  told.add(/tocsin_\d+_([\w-]{43})/u.exec(text)?.[1] ?? "no key");
  for (const path of ["/api/keys", "/api/users", "/api/sessions", "/api/audit?limit=200"])
    await ask({ path, headers: page });

  expect(lines.length, "lines of the log").toBeGreaterThan(500);
  expect(answers.map(({ received }) => received.status)).toEqual(
    expect.arrayContaining([200, 201, 303, 400, 401, 403, 404, 409, 422]),
  );
  // Whoever signs in gets the token of their session, in a cookie alone.
  const shown = answers.map(({ asked, received: { headers, text } }) => ({
    asked,
    said: JSON.stringify([{ ...headers, "set-cookie": "" }, text]),
  }));
  const file = server.databaseFile;
  const kept = [file, `${file}-wal`].map((name) => readFileSync(name, "latin1")).join("");
  for (const secret of told) {
    expect(lines.filter((line) => line.includes(secret))).toEqual([]);
    expect(shown.filter(({ said }) => said.includes(secret))).toEqual([]);
    expect(kept.includes(secret), "in the database").toBe(false);
  }
});
