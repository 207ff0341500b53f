import { once } from "node:events";
import { connect as dial } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import * as v from "valibot";
import { auditSchema, openSessionsSchema } from "../../protocol/people.ts";
import { fail } from "../../domain/problem.ts";
import { Refusal } from "../store/refusal.ts";
import type { SqliteStore } from "../store/sqlite/sqlite-store.ts";
import { problemOf, type Received, startServer } from "./server.fixture.ts";
import {
  bearer,
  cookieIn,
  foundTeam,
  listen,
  PASSWORD,
  startTeam,
  type Team,
} from "./team.fixture.ts";

const HOUR = 3_600_000;
/** How far (ms) the server's clock is ahead: not so far that anybody's session would end. */
const clock = { ahead: 0 };

let team: Team;
let names = 0;
beforeAll(async () => {
  team = await startTeam({}, { now: () => Date.now() + clock.ahead });
});
afterAll(() => team.server.stop());

/** Somebody new, who has signed in as often as that. */
async function newcomer(sessions: number, role: "viewer" | "operator" | "admin" = "operator") {
  names += 1;
  const name = `Somebody ${names}`;
  const id = await team.add(name, role);
  const cookies: string[] = [];
  for (let count = 0; count < sessions; count += 1) cookies.push(await team.enter(name));
  return { id, name, cookies };
}

function as(cookie: string, method: string, path: string, body?: unknown): Promise<Received> {
  return team.ask({ method, path, headers: { cookie, origin: team.origin }, body });
}

async function whoIs(cookie: string): Promise<unknown> {
  const { status, json } = await as(cookie, "GET", "/api/session");
  return status === 200 ? v.parse(v.object({ principal: v.string() }), json).principal : status;
}

function hear(cookie: string) {
  return listen(team.server, { cookie, origin: team.origin });
}

async function sessionsOf(cookie: string) {
  const { json } = await as(cookie, "GET", "/api/sessions");
  return v.parse(openSessionsSchema, json).sessions;
}

async function idOf(cookie: string): Promise<number> {
  const current = (await sessionsOf(cookie)).find(({ isCurrent }) => isCurrent);
  return current?.id ?? 0;
}

describe("ASVS 3.3.1 to 3.3.5: the cookie", () => {
  test.each([
    [{}, /^tocsin=[\w-]{43}; HttpOnly; SameSite=Lax; Path=\/$/u],
    [{ PUBLIC_ORIGIN: "http://a.example" }, /^tocsin=[\w-]{43}; HttpOnly; SameSite=Lax; Path=\/$/u],
    [
      { PUBLIC_ORIGIN: "https://a.example" },
      /^__Host-tocsin=[\w-]{43}; Secure; HttpOnly; SameSite=Lax; Path=\/$/u,
    ],
  ])("with %j", async (environment, expected) => {
    const { server, ask } = await startTeam(environment);
    onTestFinished(() => server.stop());
    const body = { name: "Mira", password: PASSWORD };
    const { headers, json } = await ask({ method: "POST", path: "/api/session", body });
    expect(headers["set-cookie"]).toEqual([expect.stringMatching(expected)]);
    expect(headers["cache-control"]).toBe("no-store");
    expect(json).toEqual({ principal: "user:Mira", role: "admin", via: "password" });
  });

  test("is taken back when its session has ended, by whatever is asked", async () => {
    const { cookies } = await newcomer(1);
    const [cookie = ""] = cookies;
    await as(cookie, "DELETE", "/api/session");
    for (const path of ["/api/session", "/api/alerts", "/metrics", "/"]) {
      const answer = await as(cookie, "GET", path);
      expect(answer.headers["set-cookie"]).toEqual([
        expect.stringMatching(/^tocsin=; HttpOnly; SameSite=Lax; Path=\/; Max-Age=0$/u),
      ]);
    }
    const file = await as(cookie, "GET", "/favicon.svg");
    // Whoever keeps it for others would keep that for them, too.
    expect([file.status, file.headers["set-cookie"]]).toEqual([200, undefined]);
    const body = { name: "Mira", password: PASSWORD };
    const { headers } = await as(cookie, "POST", "/api/session", body);
    expect(headers["set-cookie"], "not taken back and set in one answer").toEqual([
      expect.stringMatching(/^tocsin=[\w-]{43};/u),
    ]);
  });
});

test("who cannot be looked up now is not said to be nobody", async () => {
  const { people } = team.server.store as SqliteStore;
  const { cookies } = await newcomer(1);
  const [cookie = ""] = cookies;
  const { session } = people;
  const busy = fail("store-busy", "Another process holds the file.").problem;
  Object.assign(people, {
    session: () => Promise.reject(new Refusal({ problem: busy, cause: "SQLITE_BUSY" })),
  });
  for (const path of ["/api/session", "/api/alerts", "/"]) {
    const answer = await as(cookie, "GET", path);
    expect(problemOf(answer)).toEqual([503, "store-busy"]);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  }
  Object.assign(people, { session });
  expect((await as(cookie, "GET", "/api/session")).status).toBe(200);
});

test("at the cost that passwords have in earnest, people are made and come in", async () => {
  const server = await startServer();
  onTestFinished(() => server.stop());
  const { add, enter } = await foundTeam(server);
  await add("Ada", "viewer");
  expect(await enter("Ada")).toMatch(/^tocsin=/u);
  const [user] = await server.entrance.accounts
    .signIn({ name: "ada", password: PASSWORD }, { address: "::1", userAgent: "", was: null })
    .then((signedIn) => (signedIn.ok ? [signedIn.value.principal.name] : []));
  expect(user).toBe("user:Ada");
});

test("ASVS 6.3.8: who fails is told the same, whether there is such a name or not", async () => {
  const { name } = await newcomer(0);
  const answers = [];
  for (const tried of [name, "Nobody of that name"]) {
    const body = { name: tried, password: "not the password" };
    const answer = await team.ask({ method: "POST", path: "/api/session", body });
    expect(problemOf(answer)).toEqual([401, "sign-in-failed"]);
    expect(answer.headers["set-cookie"]).toBeUndefined();
    answers.push(answer.text);
  }
  expect(answers[0]).toBe(answers[1]);
});

test("ASVS 6.3.1: who guesses is asked to wait, and told how long", async () => {
  const { name } = await newcomer(0);
  const guess = (password: string) =>
    team.ask({ method: "POST", path: "/api/session", body: { name, password } });
  for (let tries = 0; tries < 3; tries += 1) expect((await guess("a guess")).status).toBe(401);
  const late = await guess(PASSWORD);
  expect(problemOf(late)).toEqual([429, "too-many-attempts"]);
  expect(late.headers["retry-after"]).toBe("1");
  clock.ahead += 1_000;
  expect((await guess(PASSWORD)).status).toBe(200);
});

test("ASVS 7.2.4: signing in gives another token, and the one before ends", async () => {
  const { name, cookies } = await newcomer(1);
  const [before = ""] = cookies;
  const { closed } = await hear(before);
  const signedIn = await as(before, "POST", "/api/session", { name, password: PASSWORD });
  const after = cookieIn(signedIn);
  expect(after).not.toBe(before);
  expect(await closed).toBe(4401);
  expect([await whoIs(before), await whoIs(after)]).toEqual([401, `user:${name}`]);
});

describe("ASVS 7.4.1 and 7.4.2: the right ends at once, over HTTP and on the socket", () => {
  type Ending = (who: { id: number; name: string; cookies: string[] }) => Promise<unknown>;
  const ends: Readonly<Record<string, Ending>> = {
    "signing out": ({ cookies: [cookie = ""] }) => as(cookie, "DELETE", "/api/session"),
    "ending the session elsewhere": async ({ cookies: [cookie = "", other = ""] }) =>
      as(other, "DELETE", `/api/sessions/${await idOf(cookie)}`),
    "an admin's ending the session": async ({ cookies: [cookie = ""] }) =>
      team.rule("DELETE", `/api/sessions/${await idOf(cookie)}`),
    disabling: ({ id }) => team.rule("PUT", `/api/users/${id}`, { disabled: true }),
    removing: ({ id }) => team.rule("DELETE", `/api/users/${id}`),
    "an admin's setting the password": ({ id }) =>
      team.rule("POST", `/api/users/${id}/password`, { password: "another horse battery" }),
    "changing the password elsewhere": ({ id, cookies: [, other = ""] }) =>
      as(other, "POST", `/api/users/${id}/password`, {
        current: PASSWORD,
        password: "another horse battery",
      }),
    "signing in elsewhere a hundred times": async ({ name }) => {
      for (let count = 0; count < 100; count += 1) await team.enter(name);
    },
  };

  test.each(Object.entries(ends))("with %s", async (_, end) => {
    const who = await newcomer(2);
    const [cookie = ""] = who.cookies;
    const { closed } = await hear(cookie);
    expect(await whoIs(cookie)).toBe(`user:${who.name}`);
    await end(who);
    expect(await whoIs(cookie)).toBe(401);
    expect(await closed).toBe(4401);
  });

  test("with time: 12 hours without use, and when a key expires", async () => {
    const aside = { ahead: 0 };
    const time = () => Date.now() + aside.ahead;
    const { server, origin, ask, enter, key } = await startTeam({}, { now: time });
    onTestFinished(() => server.stop());
    const [idle, used] = [await enter("Mira"), await enter("Mira")];
    const expiresAt = new Date(time() + 12 * HOUR).toISOString();
    const short = await key(["read"], { expiresAt });
    const ended = [{ cookie: idle, origin }, bearer(short)];
    const closed = await Promise.all(ended.map((headers) => listen(server, headers)));
    const other = await listen(server, { cookie: used, origin });
    aside.ahead = 11 * HOUR;
    const at = { path: "/api/alerts" };
    expect((await ask({ ...at, headers: { cookie: used } })).status).toBe(200);
    aside.ahead = 12 * HOUR;
    expect(await Promise.all(closed.map(({ closed }) => closed))).toEqual([4401, 4401]);
    for (const headers of ended)
      expect(problemOf(await ask({ ...at, headers }))).toEqual([401, "sign-in-required"]);
    expect((await ask({ ...at, headers: { cookie: used } })).status).toBe(200);
    expect(other.socket.readyState, "who did something meanwhile").toBe(other.socket.OPEN);
  });

  test("with time, whom a proxy has let in: it is asked again, which says of no one that they are gone", async () => {
    const aside = { ahead: 0 };
    const now = () => Date.now() + aside.ahead;
    const proxy = { TRUSTED_PROXIES: "127.0.0.1", PROXY_USER_HEADER: "X-User" };
    const { server, origin } = await startTeam(proxy, { now });
    onTestFinished(() => server.stop());
    const { closed } = await listen(server, { "x-user": "ada", origin });
    aside.ahead = HOUR;
    expect(await closed).toBe(4401);
    const { socket } = await listen(server, { "x-user": "ada", origin });
    expect(socket.readyState).toBe(socket.OPEN);
  });

  test("with the revocation of a key", async () => {
    const key = await team.key(["read"]);
    const { closed } = await listen(team.server, bearer(key));
    await team.rule("DELETE", `/api/keys/${key.id}`);
    expect(await closed).toBe(4401);
    const asked = { path: "/api/alerts", headers: bearer(key) };
    expect(problemOf(await team.ask(asked))).toEqual([401, "sign-in-required"]);
  });
});

test("another role counts at once, and ends the socket: the page shows what one may do", async () => {
  const { id, cookies } = await newcomer(1);
  const [cookie = ""] = cookies;
  const { closed } = await hear(cookie);
  const note = () => as(cookie, "POST", "/api/alerts/987654321/acknowledge");
  expect((await note()).status).toBe(404);
  await team.rule("PUT", `/api/users/${id}`, { role: "viewer" });
  expect(problemOf(await note())).toEqual([403, "not-allowed"]);
  expect(await closed).toBe(4401);
  await team.rule("PUT", `/api/users/${id}`, { role: "admin" });
  expect((await as(cookie, "GET", "/api/users")).status).toBe(200);
});

test("ASVS 7.5.1: who changes their password stays, with the one they have and no other", async () => {
  const { id, name, cookies } = await newcomer(1);
  const [cookie = ""] = cookies;
  const { socket } = await hear(cookie);
  const change = (body: object) => as(cookie, "POST", `/api/users/${id}/password`, body);
  const password = "another horse battery";
  expect(problemOf(await change({ password }))).toEqual([400, "invalid-body"]);
  const wrong = await change({ current: "not this", password });
  expect(problemOf(wrong)).toEqual([401, "sign-in-failed"]);
  expect(problemOf(await change({ current: PASSWORD, password: name }))).toEqual([
    400,
    "invalid-body",
  ]);
  expect((await change({ current: PASSWORD, password })).status).toBe(204);
  expect(await whoIs(cookie)).toBe(`user:${name}`);
  expect(socket.readyState).toBe(socket.OPEN);
  expect(await team.enter(name, password)).toMatch(/^tocsin=/u);
  await expect(team.enter(name)).rejects.toThrow("sign-in-failed");
  const other = await newcomer(0);
  const theirs = await as(cookie, "POST", `/api/users/${other.id}/password`, { password });
  expect(problemOf(theirs)).toEqual([403, "not-allowed"]);
});

test("ASVS 7.5.2 and 7.4.5: people see and end their own sessions, and an admin those of all", async () => {
  const one = await newcomer(2);
  const other = await newcomer(1);
  const [cookie = "", second = ""] = one.cookies;
  const [theirs = ""] = other.cookies;
  const own = await sessionsOf(cookie);
  expect(own.map(({ principal, isCurrent }) => [principal, isCurrent])).toEqual([
    [`user:${one.name}`, false],
    [`user:${one.name}`, true],
  ]);
  const foreign = await as(cookie, "DELETE", `/api/sessions/${await idOf(theirs)}`);
  expect(problemOf(foreign), "what is another's is not even there").toEqual([
    404,
    "session-not-found",
  ]);
  expect(await whoIs(theirs)).toBe(`user:${other.name}`);
  const { json } = await team.rule("GET", "/api/sessions");
  const all = v.parse(openSessionsSchema, json).sessions.map(({ principal }) => principal);
  expect(all).toEqual(expect.arrayContaining([`user:${one.name}`, `user:${other.name}`]));
  const ended = await as(cookie, "DELETE", `/api/sessions/${await idOf(second)}`);
  expect([ended.status, await whoIs(second)]).toEqual([204, 401]);
});

test("signing out needs no session, and what was signed out may say so again", async () => {
  const { cookies } = await newcomer(1);
  const [cookie = ""] = cookies;
  for (const sent of [cookie, cookie, "a=b"]) {
    const { status, text: body } = await as(sent, "DELETE", "/api/session");
    expect([status, body]).toEqual([204, ""]);
  }
});

test("GET /api/session says who asks, and how they came in", async () => {
  const { name, cookies } = await newcomer(1);
  const [cookie = ""] = cookies;
  const { json } = await as(cookie, "GET", "/api/session");
  expect(json).toEqual({ principal: `user:${name}`, role: "operator", via: "password" });
  const key = await team.key(["read"], { name: "grafana" });
  const byKey = await team.ask({ path: "/api/session", headers: bearer(key) });
  expect(byKey.json).toEqual({ principal: "key:grafana", role: null, via: "key" });
  const { headers, ...answer } = await team.ask({ path: "/api/session" });
  expect(problemOf({ headers, ...answer })).toEqual([401, "sign-in-required"]);
  expect(headers["www-authenticate"]).toBe("Bearer");
});

test("whose session ends while they send does not get to the end of it", async () => {
  const { cookies } = await newcomer(2, "admin");
  const [cookie = "", other = ""] = cookies;
  const { port, http } = team.server;
  const body = JSON.stringify({ name: "Accomplice", role: "admin", password: PASSWORD });
  const socket = dial(port, "127.0.0.1");
  const head = [
    "POST /api/users HTTP/1.1",
    `Host: localhost:${port}`,
    `Cookie: ${cookie}`,
    `Origin: ${team.origin}`,
    "Connection: close",
    `Content-Length: ${body.length}`,
  ];
  const begun = once(http, "request");
  socket.write(`${head.join("\r\n")}\r\n\r\n${body.slice(0, 10)}`);
  await begun;
  await as(other, "DELETE", `/api/sessions/${await idOf(cookie)}`);
  socket.write(body.slice(10));
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 401 /u);
  const users = await team.rule("GET", "/api/users");
  expect(users.text).not.toContain("Accomplice");
});

test("the audit tells what became of sessions, newest first, and a page at a time", async () => {
  const { id, name, cookies } = await newcomer(1);
  const [cookie = ""] = cookies;
  await as(cookie, "DELETE", "/api/session");
  await team.rule("PUT", `/api/users/${id}`, { disabled: true });
  const { json } = await team.rule("GET", "/api/audit?limit=4");
  const { entries, older } = v.parse(auditSchema, json);
  expect(entries.map(({ type, actor, on }) => [type, actor, on])).toEqual([
    ["user-changed", "user:Mira", `user:${name}`],
    ["signed-out", `user:${name}`, expect.anything()],
    ["signed-in", `user:${name}`, expect.anything()],
    ["user-added", "user:Mira", `user:${name}`],
  ]);
  const next = await team.rule("GET", `/api/audit?before=${older}&limit=1`);
  const [entry] = v.parse(auditSchema, next.json).entries;
  expect(entry?.id).toBe((entries.at(-1)?.id ?? 0) - 1);
});
