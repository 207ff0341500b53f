import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Need, Scope } from "../../domain/principal.ts";
import type { Route } from "../http/route.ts";
import { problemOf, type Received, send, type Server, startServer } from "./server.fixture.ts";
import { basic, bearer, connect, startTeam, type Team } from "./team.fixture.ts";

// Oracle: who may do what, written out here once more. What is asked is the table of routes, so that
// a route that is added tomorrow is tried as well.

type Headers = Readonly<Record<string, string>>;

const PROXY = {
  TRUSTED_PROXIES: "127.0.0.1",
  PROXY_USER_HEADER: "X-User",
  PROXY_GROUPS_HEADER: "X-Groups",
  PROXY_ADMINS: "sre",
  PROXY_OPERATORS: "dev",
  PROXY_VIEWERS: "all",
};

/** Servers that nobody has set up, by what `ANONYMOUS` says there; `open` says nothing. */
const KINDS = ["open", "viewer", "operator", "none"] as const;
type Kind = (typeof KINDS)[number];

let team: Team;
const servers = new Map<Kind, Server>();

beforeAll(async () => {
  team = await startTeam(PROXY);
  for (const kind of KINDS)
    servers.set(kind, await startServer(kind === "open" ? {} : { ANONYMOUS: kind }));
  await team.add("Val", "viewer");
  await team.add("Opal", "operator");
});

afterAll(() =>
  Promise.all([team.server.stop(), ...[...servers.values()].map((server) => server.stop())]),
);

/** Somebody who asks, what they may do, and how they are refused. */
interface Caller {
  readonly who: string;
  readonly may: readonly Need[];
  readonly refusal: readonly [number, string];
  readonly headers: () => Promise<Headers> | Headers;
  /** Where they ask, if it is not a server that has people. */
  readonly kind?: Kind;
}

const READ: readonly Need[] = ["nothing", "read"];
const OPERATE: readonly Need[] = [...READ, "ingest", "operate"];
const ALL: readonly Need[] = [...OPERATE, "admin"];
const NOBODY = [401, "sign-in-required"] as const;
const SOMEBODY = [403, "not-allowed"] as const;
const SCOPES: readonly (readonly Scope[])[] = [
  ["read"],
  ["ingest"],
  ["operate"],
  ["read", "ingest", "operate"],
];
const wrongKey = { id: 1, text: `tocsin_1_${"x".repeat(43)}` };

function nobody(who: string, headers: Caller["headers"], kind?: Kind): Caller {
  return { who, may: ["nothing"], refusal: NOBODY, headers, ...(kind && { kind }) };
}

function somebody(who: string, may: readonly Need[], headers: Caller["headers"]): Caller {
  return { who, may, refusal: SOMEBODY, headers };
}

/** What a page of ours sends with that. */
function fromPage(headers: Headers): Headers {
  return { ...headers, origin: team.origin };
}

async function cookieOf(name: string): Promise<Headers> {
  return fromPage({ cookie: await team.enter(name) });
}

function proxied(user: string, groups: string): Headers {
  return fromPage({ "x-user": user, "x-groups": groups });
}

function withKeys(scopes: readonly Scope[]): Caller[] {
  const may: readonly Need[] = ["nothing", ...scopes];
  const key = () => team.key(scopes);
  return [
    somebody(`a key to ${scopes.join()} by bearer`, may, async () => bearer(await key())),
    somebody(`a key to ${scopes.join()} by basic`, may, async () => fromPage(basic(await key()))),
  ];
}

const CALLERS: readonly Caller[] = [
  nobody("nobody", () => ({})),
  nobody("nobody where ANONYMOUS=none", () => ({}), "none"),
  nobody("who has a wrong key by bearer", () => bearer(wrongKey)),
  nobody("who has a wrong key by basic", () => fromPage(basic(wrongKey))),
  nobody("who has a wrong key where it is open", () => bearer(wrongKey), "open"),
  nobody("who has a cookie of no session", () => fromPage({ cookie: `tocsin=${"x".repeat(43)}` })),
  somebody("a viewer by cookie", READ, () => cookieOf("Val")),
  somebody("an operator by cookie", OPERATE, () => cookieOf("Opal")),
  somebody("an admin by cookie", ALL, () => cookieOf("Mira")),
  somebody("a viewer by proxy", READ, () => proxied("vic", "all")),
  somebody("an operator by proxy", OPERATE, () => proxied("ola", "all,dev")),
  somebody("an admin by proxy", ALL, () => proxied("ada", "sre")),
  somebody("one without a role by proxy", ["nothing"], () => proxied("eve", "others")),
  ...SCOPES.flatMap(withKeys),
  { ...somebody("nobody where it is open", OPERATE, () => ({})), kind: "open" },
  { ...somebody("nobody where ANONYMOUS=viewer", READ, () => ({})), kind: "viewer" },
  { ...somebody("nobody where ANONYMOUS=operator", OPERATE, () => ({})), kind: "operator" },
];

function serverOf({ kind }: Pick<Caller, "kind">): Server {
  const server = kind === undefined ? team.server : servers.get(kind);
  if (server === undefined) throw new Error(`No server is ${kind}.`);
  return server;
}

/** Asks for what is not there, with nothing in the body: nobody's alert or user is touched. */
function askFor(
  { port }: Server,
  { method, path }: { readonly method: string; readonly path: string },
  headers: Headers,
): Promise<Received> {
  const body = method === "POST" || method === "PUT" ? { body: {} } : {};
  return send(port, { method, path: path.replace(":id", "987654321"), headers, ...body });
}

function nameOf({ method, path }: { readonly method: string; readonly path: string }): string {
  return `${method} ${path}`;
}

/** Says who asks, or that it is nobody: both are answers. */
const SAYS_WHO = "GET /api/session";
/** An operation, which the audit has; of what it sends nothing is changed. */
const EXPORT = "/api/export";
/** Ends the session of whoever asks, so it comes last. */
const SIGN_OUT = "DELETE /api/session";

test("the table has every operation, and each need", () => {
  const { routes, probes } = team.server;
  expect(routes.length).toBeGreaterThan(40);
  expect(new Set(routes.map(({ need }) => need))).toEqual(new Set(ALL));
  expect(Object.fromEntries([...probes].map(([path, { need }]) => [path, need]))).toEqual({
    "/healthz": "nothing",
    "/readyz": "nothing",
    "/metrics": "read",
  });
  expect(routes.filter(({ need }) => need === "nothing").map(nameOf)).toEqual([
    "GET /api/sign-in",
    "POST /api/session",
    SAYS_WHO,
    SIGN_OUT,
    "POST /api/setup",
  ]);
});

describe.each(CALLERS)("$who", (caller) => {
  const { may, refusal, kind } = caller;
  let headers: Headers = {};
  beforeAll(async () => {
    headers = await caller.headers();
  });

  test("ASVS 8.2.1 and 8.3.1: may do that and nothing else", async () => {
    const server = serverOf(caller);
    const gets = server.routes.filter(({ method }) => method === "GET");
    const asked = [
      ...server.routes.map(({ method, path, need }) => ({ method, path, need })),
      ...gets.map(({ path, need }) => ({ method: "HEAD", path, need })),
      ...[...server.probes].map(([path, { need }]) => ({ method: "GET", path, need })),
    ].filter(({ method, path }) => path !== "/api/session" || method === "POST");
    const found = await Promise.all(
      asked.map(async (one) => [nameOf(one), whatOf(await askFor(server, one, headers))]),
    );
    const expected = asked.map((one) => {
      const refused = one.method === "HEAD" ? String(refusal[0]) : refusal.join(" ");
      return [nameOf(one), may.includes(one.need) ? "let in" : refused];
    });
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  });

  test("is shown on pages what they may see", async () => {
    const answer = await askFor(serverOf(caller), { method: "GET", path: "/alerts/1" }, headers);
    if (refusal === NOBODY) {
      const to = kind === "none" || kind === "open" ? "/setup" : "/sign-in?to=%2Falerts%2F1";
      return expect([answer.status, answer.headers["location"]]).toEqual([303, to]);
    }
    if (may.length === 1) return expect(problemOf(answer)).toEqual([...SOMEBODY]);
    const needs = ["read", "read", "admin", "admin", "admin", "operate", "admin"] as const;
    const ofBackups = ["admin", "admin", "admin"] as const;
    const codes = [...needs, ...ofBackups].map((need) =>
      may.includes(need) ? "ok" : "not-allowed",
    );
    expect(JSON.parse(answer.text)).toMatchObject({ session: { via: expect.anything() }, codes });
  });

  test("hears the feed if they may read", async () => {
    const answer = await connect(serverOf(caller), headers);
    if ("closed" in answer) expect(may).toContain("read");
    else
      expect([problemOf(answer), may]).toEqual([
        [...refusal],
        expect.not.arrayContaining(["read"]),
      ]);
  });

  test.each(["/sign-in", "/setup", "/favicon.svg"])("is shown %s", async (path) => {
    const { status } = await askFor(serverOf(caller), { method: "GET", path }, headers);
    expect(status).toBe(200);
  });
});

test.each([
  ["Val", "user:Val, a viewer,"],
  ["Opal", "user:Opal, an operator,"],
])("%s is told by which role they may not", async (name, who) => {
  const { text } = await send(team.server.port, {
    path: "/api/users",
    headers: await cookieOf(name),
  });
  expect(JSON.parse(text)).toMatchObject({
    detail: `${who} may not do this: it needs an admin.`,
  });
});

test("ASVS 3.5.3: what is asked by GET or HEAD changes nothing", async () => {
  const { server } = team;
  const headers = await cookieOf("Mira");
  const state = async () => {
    const { text } = await send(server.port, { path: "/api/audit?limit=1", headers });
    return [server.store.head(), text];
  };
  const before = await state();
  const gets = server.routes.filter(({ method, path }) => method === "GET" && path !== EXPORT);
  for (const { path } of [...gets, { path: "/" }, { path: "/sign-in" }, { path: "/setup" }])
    for (const method of ["GET", "HEAD"]) await askFor(server, { method, path }, headers);
  expect(await state()).toEqual(before);
});

test("ASVS 3.5.8: what is answered cannot be loaded by pages of other sites", async () => {
  const headers = await cookieOf("Mira");
  const gets = team.server.routes.filter(({ method }) => method === "GET");
  const paths = [...gets, { path: "/" }, { path: "/metrics" }, { path: "/favicon.svg" }];
  for (const { path } of paths) {
    const answer = await askFor(team.server, { method: "GET", path }, headers);
    expect(answer.headers).toMatchObject({
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
    });
    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
  }
});

test.each(["content-length", "transfer-encoding"])(
  "nobody is listened to for long, whatever needs no sign-in (%s)",
  async (header) => {
    const { routes, port } = team.server;
    const free = routes.filter(({ need, body }) => need === "nothing" && body !== undefined);
    expect(free.map(nameOf)).toEqual(["POST /api/session", "POST /api/setup"]);
    const long = { name: "Mira", password: "x".repeat(16_384) };
    const headers = header === "transfer-encoding" ? { [header]: "chunked" } : {};
    for (const { method, path } of free)
      expect(problemOf(await send(port, { method, path, headers, body: long }))).toEqual([
        413,
        "body-too-large",
      ]);
  },
);

/** How somebody was refused, or that they were not. Never is it our own fault. */
function whatOf(answer: Received): string {
  if (answer.status >= 500) throw new Error(answer.text);
  if (answer.status !== 401 && answer.status !== 403) return "let in";
  return answer.text === "" ? String(answer.status) : problemOf(answer).join(" ");
}

// What a browser sends by itself, it sends for the pages of other sites as well.

/** Whoever may do most with each credential, and what a request of theirs without an Origin may do. */
const CREDENTIALS: Readonly<Record<string, Credential>> = {
  cookie: { headers: async () => ({ cookie: await team.enter("Mira") }), unsaid: [] },
  proxy: { headers: () => ({ "x-user": "ada", "x-groups": "sre" }), unsaid: [] },
  basic: { headers: async () => basic(await team.key(EVERY_SCOPE)), unsaid: ["ingest"] },
  bearer: { headers: async () => bearer(await team.key(EVERY_SCOPE)), unsaid: ALL },
  none: { headers: () => ({}), unsaid: ALL, kind: "operator" },
};
const EVERY_SCOPE: readonly Scope[] = ["read", "ingest", "operate"];

interface Credential {
  readonly headers: Caller["headers"];
  readonly unsaid: readonly Need[];
  readonly kind?: Kind;
}

describe.each(Object.entries(CREDENTIALS))(
  "ASVS 3.5.1: by %s",
  (name, { headers, unsaid, kind }) => {
    const may = name === "cookie" || name === "proxy" ? ALL : OPERATE;
    /** What every changing operation answers, by its name. */
    async function answersTo(origin: Headers): Promise<Record<string, string>> {
      const server = kind === undefined ? team.server : serverOf({ kind });
      const sent = { ...(await headers()), ...origin };
      const routes = server.routes.filter(({ method }) => method !== "GET");
      const others = routes.filter((route) => nameOf(route) !== SIGN_OUT);
      const found: [string, string][] = [];
      await Promise.all(
        others.map(async (route) => {
          found.push([nameOf(route), whatOf(await askFor(server, route, sent))]);
        }),
      );
      const signOut = { method: "DELETE", path: "/api/session" };
      found.push([SIGN_OUT, whatOf(await askFor(server, signOut, sent))]);
      return Object.fromEntries(found);
    }

    function expected(decide: (route: Route) => boolean): Record<string, string> {
      const routes = team.server.routes.filter(({ method }) => method !== "GET");
      return Object.fromEntries(
        routes.map((route) => {
          if (!may.includes(route.need)) return [nameOf(route), "403 not-allowed"];
          return [nameOf(route), decide(route) ? "let in" : "403 forbidden-origin"];
        }),
      );
    }

    test.each([
      "http://evil.example",
      "https://localhost",
      "http://localhost:1",
      "null",
      "http://localhost.evil.example",
    ])("a change from a page of %s is refused", async (origin) => {
      const answers = await answersTo({ origin });
      expect(new Set(Object.values(answers))).toEqual(new Set(["403 forbidden-origin"]));
    });

    test("a change that does not say where it comes from is for programs", async () => {
      const proof = ["POST /api/session", "POST /api/setup"];
      expect(await answersTo({})).toEqual(
        expected((route) => unsaid.includes(route.need) || proof.includes(nameOf(route))),
      );
    });

    test("a change from a page of ours is made", async () => {
      const { port } = kind === undefined ? team.server : serverOf({ kind });
      expect(await answersTo({ origin: `http://localhost:${port}` })).toEqual(expected(() => true));
    });

    test("ASVS 4.4.2: so it is with sockets", async () => {
      const server = kind === undefined ? team.server : serverOf({ kind });
      const whoever = await headers();
      for (const origin of ["http://evil.example", "null"])
        expect(await connect(server, { ...whoever, origin })).toMatchObject({ status: 403 });
      const ours = await connect(server, { ...whoever, origin: `http://localhost:${server.port}` });
      expect(ours).toHaveProperty("closed");
      const unsaidToo = await connect(server, whoever);
      if (unsaid.includes("read")) expect(unsaidToo).toHaveProperty("closed");
      else expect(unsaidToo).toMatchObject({ json: { code: "forbidden-origin" } });
    });
  },
);
