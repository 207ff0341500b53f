import { describe, expect, onTestFinished, test } from "vitest";
import type { Role } from "../../domain/principal.ts";
import { newSecret } from "../auth/token.ts";
import { valueOf } from "../store/conformance/subject.ts";
import { openSqlitePeople } from "../store/sqlite/sqlite-people.ts";
import { ConfigError } from "./config.ts";
import { problemOf, type Received, send, type Server, startServer } from "./server.fixture.ts";
import { CHEAP, connect, foundTeam, listen, PASSWORD } from "./team.fixture.ts";

type Environment = Readonly<Record<string, string>>;

const HTTPS = { PUBLIC_ORIGIN: "https://alerts.example.org" };
const HTTP = { PUBLIC_ORIGIN: "http://alerts.example.org" };
const BEYOND = { HOST: "0.0.0.0" };
const PROXY = { TRUSTED_PROXIES: "192.0.2.1", PROXY_USER_HEADER: "X-User" };
const OIDC = { OIDC_ISSUER: "http://127.0.0.1:1", OIDC_CLIENT_ID: "tocsin", OIDC_VIEWERS: "*" };

async function started(environment: Environment = {}): Promise<Server> {
  const server = await startServer(environment, { passwordCost: CHEAP });
  onTestFinished(() => server.stop());
  return server;
}

function get({ port }: Server, path: string, headers = {}): Promise<Received> {
  return send(port, { path, headers });
}

/** What whoever says nothing of themselves gets of a server: each by what it stands for. */
async function lookAt(server: Server) {
  const alert = { method: "POST", path: "/api/ingest/generic", body: { title: "x" } };
  const [page, api, posted, metrics, setup, healthz, readyz] = await Promise.all([
    get(server, "/"),
    get(server, "/api/alerts"),
    send(server.port, alert),
    get(server, "/metrics"),
    get(server, "/setup"),
    get(server, "/healthz"),
    get(server, "/readyz"),
  ]);
  const socket = await connect(server);
  return {
    page: page.headers["location"] ?? page.status,
    api: [api.status, posted.status, metrics.status, "closed" in socket ? 200 : socket.status],
    free: [setup.status, healthz.status, readyz.status],
  };
}

const OPEN = { page: 200, api: [200, 200, 200, 200], free: [200, 200, 200] };
const SHUT = { api: [401, 401, 401, 401], free: [200, 200, 200] };
const ONLY_SETUP = { ...SHUT, page: "/setup" };
const SIGN_IN = { ...SHUT, page: "/sign-in" };

// Each line of the table in docs/operating.md that serves, as it is from outside.
describe.each<[Environment, object]>([
  [{}, OPEN],
  [{ HOST: "::1" }, OPEN],
  [HTTP, ONLY_SETUP],
  [HTTPS, ONLY_SETUP],
  [{ ...BEYOND, ...HTTPS }, ONLY_SETUP],
  [{ ...BEYOND, ...HTTP, INSECURE_HTTP: "yes" }, ONLY_SETUP],
  [{ TRUSTED_PROXIES: "192.0.2.1" }, ONLY_SETUP],
  [{ ANONYMOUS: "none" }, ONLY_SETUP],
  [PROXY, SIGN_IN],
  [{ ...HTTPS, ...PROXY }, SIGN_IN],
  [{ ...BEYOND, ...HTTPS, ...PROXY }, SIGN_IN],
  [OIDC, SIGN_IN],
  [{ ...BEYOND, ...HTTPS, ...OIDC }, SIGN_IN],
  [{ ...BEYOND, ANONYMOUS: "operator" }, OPEN],
  [{ ...BEYOND, ...HTTPS, ANONYMOUS: "operator" }, OPEN],
  [
    { ...BEYOND, ANONYMOUS: "viewer" },
    { ...OPEN, api: [200, 403, 200, 200] },
  ],
])("with %j", (environment, expected) => {
  test("nobody gets more than that, and with an account no more either", async () => {
    const server = await started(environment);
    expect(await lookAt(server)).toEqual(expected);
    await foundTeam(server);
    const isByName = environment["ANONYMOUS"] !== undefined && environment["ANONYMOUS"] !== "none";
    expect(await lookAt(server)).toEqual(isByName ? expected : SIGN_IN);
  });
});

test.each<[Environment]>([
  [BEYOND],
  [{ ...BEYOND, ...PROXY }],
  [{ ...BEYOND, ...HTTP }],
  [{ ...BEYOND, ...HTTP, ...OIDC }],
  [{ ...BEYOND, ANONYMOUS: "none" }],
  [{ ALLOW_ANYONE: "yes" }],
])("with %j it does not start", async (environment) => {
  await expect(startServer(environment)).rejects.toThrow(ConfigError);
});

const FAR = "2999-01-01T00:00:00.000Z";

/** Tries to make the first admin. */
function setUp(server: Server, code: string | null, name = "Mira", password = PASSWORD) {
  const body = { code, name, password };
  return send(server.port, { method: "POST", path: "/api/setup", body });
}

describe("the setup code", () => {
  test("makes the first admin once, however it is typed, and is void then", async () => {
    const server = await started(HTTPS);
    const code = server.entrance.setupCode ?? "";
    expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/u);
    const typed = ` ${code.toLowerCase().replace("-", " ")} `;
    const made = await setUp(server, typed);
    expect([made.status, made.json]).toMatchObject([201, { name: "Mira", role: "admin" }]);
    expect(made.headers["set-cookie"]).toBeUndefined();
    for (const again of [code, "AAAA-AAAA"])
      expect(problemOf(await setUp(server, again, "Eve"))).toEqual([403, "setup-closed"]);
    expect((await get(server, "/api/sign-in")).json).toMatchObject({ setup: false });
  });

  test("is not used up by a bad name or password", async () => {
    const server = await started();
    const { setupCode } = server.entrance;
    expect(problemOf(await setUp(server, setupCode, ""))).toEqual([400, "invalid-body"]);
    expect(problemOf(await setUp(server, setupCode, "Mira", "short"))).toEqual([
      400,
      "invalid-body",
    ]);
    expect((await setUp(server, setupCode)).status).toBe(201);
  });

  test("ASVS 6.4.1: is guessed five times and then ever so slowly", async () => {
    const server = await started();
    for (let tries = 0; tries < 5; tries += 1)
      expect(problemOf(await setUp(server, "AAAA-AAAA"))).toEqual([403, "wrong-setup-code"]);
    const late = await setUp(server, server.entrance.setupCode);
    expect(problemOf(late)).toEqual([429, "too-many-attempts"]);
    expect(Number(late.headers["retry-after"])).toBeGreaterThan(0);
  });

  test("makes one of many who come at once", async () => {
    const server = await started();
    const { setupCode } = server.entrance;
    const names = ["Ada", "Bob", "Cyd", "Dan"];
    const answers = await Promise.all(names.map((name) => setUp(server, setupCode, name)));
    const codes = answers.map(({ status }) => status).toSorted((one, other) => one - other);
    expect(codes).toEqual([201, 403, 403, 403]);
    expect(server.entrance.waysIn().setup).toBe(false);
  });

  test("is void for good, also when the last admin is none any more", async () => {
    const server = await started(OIDC);
    const { setupCode, waysIn } = server.entrance;
    const beside = openSqlitePeople(server.databaseFile);
    onTestFinished(beside.close);
    /** The provider alone may take the role from the last admin. */
    async function signIn(role: Role): Promise<string> {
      const identity = { issuer: "https://login.example.org", subject: "1", name: "Ada", role };
      const { secret, hash: tokenHash } = newSecret();
      const session = { tokenHash, via: "oidc", userAgent: "", expiresAt: FAR } as const;
      const by = { actor: "operator", address: null } as const;
      valueOf(await beside.people.openSessionOf(identity, session, by));
      return `tocsin=${secret}`;
    }
    const cookie = await signIn("admin");
    await expect.poll(() => waysIn().setup).toBe(false);
    const { closed } = await listen(server, { cookie, origin: `http://localhost:${server.port}` });
    await signIn("viewer");
    // By then the server has heard of it.
    expect(await closed).toBe(4401);
    expect(problemOf(await setUp(server, setupCode))).toEqual([403, "setup-closed"]);
    expect(waysIn().setup).toBe(false);
  });

  test("is there no more after a restart", async () => {
    const first = await started();
    await setUp(first, first.entrance.setupCode);
    await first.store.close();
    const again = await startServer({ DATABASE_URL: `file:${first.databaseFile}` });
    onTestFinished(() => again.stop());
    expect(again.entrance.setupCode).toBeNull();
    expect(problemOf(await setUp(again, ""))).toEqual([403, "setup-closed"]);
    expect(await lookAt(again)).toEqual(SIGN_IN);
  });
});

describe("an open server closes at once, to its pages, its API and whoever listens", () => {
  test("when its first admin is made", async () => {
    const server = await started();
    const { closed } = await listen(server);
    expect((await setUp(server, server.entrance.setupCode)).status).toBe(201);
    expect(await lookAt(server)).toEqual(SIGN_IN);
    expect(await closed).toBe(4401);
  });

  test.each(["admin", "viewer"] as const)("when a command beside it adds a %s", async (role) => {
    const server = await started();
    const { closed } = await listen(server);
    const beside = openSqlitePeople(server.databaseFile);
    onTestFinished(beside.close);
    const by = { actor: "operator", address: null } as const;
    valueOf(await beside.people.addUser({ name: "Ada", role, passwordHash: "h" }, by));
    expect(await closed).toBe(4401);
    expect(await lookAt(server)).toEqual(SIGN_IN);
    // Until there is an admin, the code makes one.
    const made = await setUp(server, server.entrance.setupCode);
    expect(made.status).toBe(role === "admin" ? 403 : 201);
  });
});
