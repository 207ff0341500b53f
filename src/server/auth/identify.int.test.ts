import { expect, test } from "vitest";
import type { Role } from "../../domain/principal.ts";
import type { FoundSession, People } from "../store/people.ts";
import { openScratchPeople } from "../store/sqlite/people.fixture.ts";
import { valueOf } from "../store/conformance/subject.ts";
import { createCookie } from "./cookie.ts";
import { type Anonymous, createIdentify } from "./identify.ts";
import { createProxied, type Headers, trustedOf } from "./proxy.ts";
import { keyText, newSecret } from "./token.ts";

const BY = { actor: "user:root", address: "192.0.2.1" } as const;
const PEER = "192.0.2.7";
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

/** Everything that tells who it is, over people in SQLite. */
function opened({
  anonymous = "none",
  around = (people) => people,
}: {
  anonymous?: Anonymous;
  around?: (people: People) => People;
} = {}) {
  const scratch = openScratchPeople();
  const { people, clock } = scratch;
  const trusted = trustedOf(["10.0.0.1"]);
  if (trusted === null) throw new Error("That is an address.");
  const roles = { admins: ["sre"], operators: [], viewers: [] };
  const proxy = { userHeader: "x-user", groupsHeader: "x-groups", secretHeader: null };
  const identify = createIdentify({
    people: around(people),
    cookie: createCookie("tocsin", null),
    proxied: createProxied({ ...proxy, trusted, roles }, () => clock.now),
    anonymous: () => anonymous,
    now: () => clock.now,
  });
  const iso = (ms: number) => new Date(clock.now + ms).toISOString();

  async function user(name: string, role: Role = "operator") {
    return valueOf(await people.addUser({ name, role, passwordHash: "h" }, BY));
  }

  async function session(userId: number, lives = 30 * DAY) {
    const { secret, hash } = newSecret();
    const given = {
      tokenHash: hash,
      via: "password",
      userAgent: "",
      expiresAt: iso(lives),
    } as const;
    const id = valueOf(await people.openSession(userId, 0, given, BY));
    return { id, headers: { cookie: [`a=b; tocsin=${secret}`] } };
  }

  async function key(lives: number | null = null, source: string | null = null) {
    const { secret, hash } = newSecret();
    const expiresAt = lives === null ? null : iso(lives);
    const given = { name: "ci", scopes: ["ingest"], source, expiresAt, secretHash: hash } as const;
    const { id } = valueOf(await people.addKey(given, BY));
    return { id, text: keyText(id, secret), headers: bearer(keyText(id, secret)) };
  }

  const who = async (headers: Headers, peer = PEER) => {
    const said = await identify(headers, peer);
    return said.ok ? said.value.principal.name : said.problem.code;
  };
  return { ...scratch, identify, who, user, session, key };
}

function bearer(text: string): Headers {
  return { authorization: [`Bearer ${text}`] };
}

function basic(text: string): Headers {
  return { authorization: [`Basic ${Buffer.from(`any:${text}`).toString("base64")}`] };
}

test("who says nothing has to sign in", async () => {
  using scratch = opened();
  expect(await scratch.identify({}, PEER)).toMatchObject({
    ok: false,
    problem: { code: "sign-in-required" },
    staleCookie: false,
  });
});

test.each([
  ["viewer", "viewer", ["read"]],
  ["operator", "operator", ["read", "ingest", "operate"]],
  ["open", "operator", ["read", "ingest", "operate"]],
] as const)(
  "where the anonymous are %s, who says nothing is one",
  async (anonymous, role, scopes) => {
    using scratch = opened({ anonymous });
    expect(await scratch.identify({}, PEER)).toMatchObject({
      ok: true,
      value: { principal: { name: "anonymous", role, scopes, via: "open" }, credential: "none" },
    });
  },
);

test("a session is its user, who may do what their role is now", async () => {
  using scratch = opened();
  const mira = await scratch.user("Mira", "viewer");
  const { id, headers } = await scratch.session(mira.id);
  expect(await scratch.identify(headers, PEER)).toEqual({
    ok: true,
    value: {
      principal: {
        name: "user:Mira",
        role: "viewer",
        scopes: ["read"],
        via: "password",
        source: null,
        userId: mira.id,
        sessionId: id,
        keyId: null,
        until: scratch.clock.now + 12 * HOUR,
      },
      credential: "cookie",
    },
  });
  valueOf(await scratch.people.changeUser(mira.id, { role: "admin" }, BY));
  expect(await scratch.identify(headers, PEER)).toMatchObject({
    value: { principal: { role: "admin" } },
  });
});

test.each([
  ["bearer", bearer],
  ["basic", basic],
] as const)("a key by %s is what it was made for", async (credential, sending) => {
  using scratch = opened();
  const { id, text } = await scratch.key(HOUR, "alertmanager");
  expect(await scratch.identify(sending(text), PEER)).toEqual({
    ok: true,
    value: {
      principal: {
        name: "key:ci",
        role: null,
        scopes: ["ingest"],
        via: "key",
        source: "alertmanager",
        userId: null,
        sessionId: null,
        keyId: id,
        until: scratch.clock.now + HOUR,
      },
      credential,
    },
  });
});

test("of several, the key is heard first, then the proxy, then the cookie", async () => {
  using scratch = opened({ anonymous: "viewer" });
  const { headers: cookie } = await scratch.session((await scratch.user("mira")).id);
  const { headers: key } = await scratch.key();
  const proxy = { "x-user": ["tom"], "x-groups": ["sre"] };
  expect(await scratch.who({ ...cookie, ...proxy, ...key }, "10.0.0.1")).toBe("key:ci");
  expect(await scratch.who({ ...cookie, ...proxy }, "10.0.0.1")).toBe("user:tom");
  expect(await scratch.who({ ...cookie, ...proxy }, "10.0.0.2")).toBe("user:mira");
  expect(await scratch.who(proxy, "10.0.0.2")).toBe("anonymous");
});

test("ASVS 7.2.1: whoever shows what is wrong is refused, also where anybody may come in", async () => {
  for (const anonymous of ["none", "operator"] as const) {
    using scratch = opened({ anonymous });
    const { id, text } = await scratch.key();
    const { headers } = await scratch.session((await scratch.user("mira")).id);
    const wrong = [
      bearer(keyText(id, newSecret().secret)),
      basic(keyText(id, newSecret().secret)),
      bearer(keyText(id + 1, newSecret().secret)),
      bearer(`${text}x`),
      { authorization: ["Negotiate abc"] },
      { authorization: [""] },
      { ...headers, authorization: ["Bearer"] },
      { cookie: [`tocsin=${newSecret().secret}`] },
      { cookie: ["tocsin="] },
      { cookie: ["tocsin=\u00FF"] },
    ];
    for (const headers of wrong) expect(await scratch.who(headers)).toBe("sign-in-required");
    const proxy = { "x-user": ["tom", "eve"], "x-groups": ["sre"] };
    expect(await scratch.who(proxy, "10.0.0.1")).toBe("sign-in-required");
    expect(await scratch.who({ "x-user": ["tom"] }, "10.0.0.1")).toBe("not-allowed");
  }
});

test("no refusal repeats a secret", async () => {
  using scratch = opened();
  const { id, text } = await scratch.key(SECOND);
  const { secret } = newSecret();
  scratch.clock.now += SECOND;
  for (const headers of [
    bearer(text),
    bearer(keyText(id, secret)),
    basic(secret),
    { cookie: [`tocsin=${secret}`] },
  ]) {
    const said = JSON.stringify(await scratch.identify(headers, PEER));
    expect(said).toContain("sign-in-required");
    expect(said).not.toContain(secret);
    expect(said).not.toContain(text.slice(-43));
  }
});

test("only a session that has ended takes our cookie back", async () => {
  using scratch = opened();
  const stale = { cookie: [`tocsin=${newSecret().secret}`] };
  expect(await scratch.identify(stale, PEER)).toMatchObject({ staleCookie: true });
  expect(await scratch.identify({ authorization: [""] }, PEER)).toMatchObject({
    staleCookie: false,
  });
});

test("where there is nobody to sign in as, the cookie of another Tocsin is none", async () => {
  using scratch = opened({ anonymous: "open" });
  expect(await scratch.who({ cookie: [`tocsin=${newSecret().secret}`] })).toBe("anonymous");
});

test("who has two cookies of our name is refused, also where anybody may come in", async () => {
  for (const anonymous of ["none", "viewer", "operator"] as const) {
    using scratch = opened({ anonymous });
    const { headers } = await scratch.session((await scratch.user("mira")).id);
    const [cookie = ""] = headers.cookie;
    for (const other of [newSecret().secret, "", "x"])
      expect(await scratch.who({ cookie: [`${cookie}; tocsin=${other}`] })).toBe(
        "sign-in-required",
      );
  }
});

test("ASVS 7.3.1: a session that nobody uses for 12 hours has ended", async () => {
  using scratch = opened();
  const { headers } = await scratch.session((await scratch.user("mira")).id);
  for (let day = 0; day < 5; day += 1) {
    scratch.clock.now += 12 * HOUR - 1;
    expect(await scratch.who(headers)).toBe("user:mira");
  }
  scratch.clock.now += 12 * HOUR;
  expect(await scratch.who(headers)).toBe("sign-in-required");
});

test("ASVS 7.3.2: a session ends after its longest time, however much it is used", async () => {
  using scratch = opened();
  const { headers } = await scratch.session((await scratch.user("mira")).id, 2 * DAY);
  const end = scratch.clock.now + 2 * DAY;
  for (; scratch.clock.now < end - 1; scratch.clock.now += HOUR)
    expect(await scratch.who(headers)).toBe("user:mira");
  scratch.clock.now = end - 1;
  expect(await scratch.identify(headers, PEER)).toMatchObject({
    value: { principal: { until: end } },
  });
  // Also to whom it was known a moment ago.
  scratch.clock.now = end;
  expect(await scratch.who(headers)).toBe("sign-in-required");
});

test("a key ends when it expires", async () => {
  using scratch = opened();
  const { headers } = await scratch.key(HOUR);
  scratch.clock.now += HOUR - 1;
  expect(await scratch.who(headers)).toBe("key:ci");
  scratch.clock.now += 1;
  expect(await scratch.who(headers)).toBe("sign-in-required");
});

test("uses are written down once a minute at most", async () => {
  const touches: string[] = [];
  const around = (people: People): People => ({
    ...people,
    touchSession: (id, at) => (touches.push("session"), people.touchSession(id, at)),
    touchKey: (id, at) => (touches.push("key"), people.touchKey(id, at)),
  });
  using scratch = opened({ around });
  const session = await scratch.session((await scratch.user("mira")).id);
  const key = await scratch.key();
  const begun = scratch.clock.now;
  for (; scratch.clock.now < begun + 60 * SECOND; scratch.clock.now += 500) {
    await scratch.who(session.headers);
    await scratch.who(key.headers);
  }
  // The session was used when it was opened.
  expect(touches).toEqual(["key"]);
  await scratch.who(session.headers);
  await scratch.who(key.headers);
  expect(touches).toEqual(["key", "session", "key"]);
  expect(await scratch.people.keys()).toMatchObject([
    { lastUsedAt: new Date(scratch.clock.now).toISOString() },
  ]);
  expect(await scratch.people.sessions(null)).toMatchObject([
    { lastUsedAt: new Date(scratch.clock.now).toISOString() },
  ]);
});

test("ASVS 7.4.1 and 7.4.2: what ends a session or a key ends it at once", async () => {
  using scratch = opened();
  const { people } = scratch;
  const mira = await scratch.user("mira");
  const tom = await scratch.user("tom");
  const [one, two, other] = [
    await scratch.session(mira.id),
    await scratch.session(mira.id),
    await scratch.session(tom.id),
  ];
  const [key, otherKey] = [await scratch.key(), await scratch.key()];
  const all = () =>
    Promise.all([one, two, other, key, otherKey].map(({ headers }) => scratch.who(headers)));
  const ended = "sign-in-required";
  expect(await all()).toEqual(["user:mira", "user:mira", "user:tom", "key:ci", "key:ci"]);
  valueOf(await people.endSession(one.id, BY));
  expect(await all()).toEqual([ended, "user:mira", "user:tom", "key:ci", "key:ci"]);
  valueOf(await people.changeUser(mira.id, { disabled: true }, BY));
  expect(await all()).toEqual([ended, ended, "user:tom", "key:ci", "key:ci"]);
  valueOf(await people.revokeKey(key.id, BY));
  expect(await all()).toEqual([ended, ended, "user:tom", ended, "key:ci"]);
  valueOf(await people.removeUser(tom.id, BY));
  expect(await all()).toEqual([ended, ended, ended, ended, "key:ci"]);
});

test("what was looked up a moment ago is not looked up again, and what was not found is", async () => {
  const reads: string[] = [];
  const around = (people: People): People => ({
    ...people,
    session: (hash) => (reads.push("session"), people.session(hash)),
    key: (id) => (reads.push("key"), people.key(id)),
  });
  using scratch = opened({ around });
  const mira = await scratch.user("mira");
  const session = await scratch.session(mira.id);
  expect(await scratch.who(bearer(keyText(1, newSecret().secret)))).toBe("sign-in-required");
  const key = await scratch.key();
  for (let ask = 0; ask < 10; ask += 1) {
    expect(await scratch.who(session.headers)).toBe("user:mira");
    expect(await scratch.who(key.headers)).toBe("key:ci");
  }
  expect(reads).toEqual(["key", "session", "key"]);
  scratch.clock.now += SECOND + 1;
  expect(await scratch.who(session.headers)).toBe("user:mira");
  expect(reads).toEqual(["key", "session", "key", "session"]);
});

test("a session that ends while it is looked up is not found", async () => {
  const held: (() => void)[] = [];
  const around = (people: People): People => ({
    ...people,
    async session(hash): Promise<FoundSession | null> {
      const found = await people.session(hash);
      await new Promise<void>((go) => held.push(go));
      return found;
    },
  });
  using scratch = opened({ around });
  const { id, headers } = await scratch.session((await scratch.user("mira")).id);
  const asked = scratch.who(headers);
  await expect.poll(() => held.length).toBe(1);
  valueOf(await scratch.people.endSession(id, BY));
  held.shift()?.();
  await expect.poll(() => held.length).toBe(1);
  held.shift()?.();
  expect(await asked).toBe("sign-in-required");
});

test("where the store cannot be read, nobody is let in as nobody", async () => {
  using scratch = opened({ anonymous: "operator" });
  const session = await scratch.session((await scratch.user("mira")).id);
  const key = await scratch.key();
  scratch.tables.$client.exec(
    "alter table sessions rename to lost; alter table keys rename to gone",
  );
  for (const { headers } of [session, key])
    await expect(scratch.identify(headers, PEER)).rejects.toThrow("no such table");
});
