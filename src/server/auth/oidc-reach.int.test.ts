import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { watchConnections } from "../outbound/connections.fixture.ts";
import { egressProxyOf } from "../outbound/egress-proxy.ts";
import { createFetch } from "../outbound/fetch.ts";
import { createGuard, type GuardOptions } from "../outbound/guard.ts";
import { targetOf } from "../outbound/target.ts";
import { createCookie } from "./cookie.ts";
import { type Lie, startLyingProvider } from "./lying-provider.fixture.ts";
import { createOidc } from "./oidc.ts";
import { CLIENT, REDIRECT_URI } from "./oidc-provider.fixture.ts";

const T0 = Date.parse("2026-11-26T10:00:00Z");
const UNAVAILABLE = { ok: false, problem: { code: "provider-unavailable" } };
const METADATA = "169.254.169.254";

function relying(issuer: URL, options: GuardOptions = {}) {
  const logged: unknown[] = [];
  const oidc = createOidc({
    config: {
      issuer,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      scopes: "openid",
      roleClaim: "groups",
      roles: { admins: ["sre"], operators: [], viewers: [] },
      redirectUri: REDIRECT_URI,
    },
    cookie: createCookie("tocsin-sign-in", null),
    fetch: createFetch(createGuard({ trusted: targetOf(issuer.href), ...options })),
    log: { warn: (reason: unknown) => void logged.push(reason) },
    now: () => T0,
  });
  return { ...oidc, logged };
}

/** Signs in at a provider that says this of itself. */
async function signIn(metadata: Lie["metadata"]) {
  // Its token has no name, so that what it tells when asked is asked for.
  const claims: Lie["claims"] = ({ name: _, ...honest }) => honest;
  const provider = await startLyingProvider(CLIENT.id, {
    claims,
    ...(metadata === undefined ? {} : { metadata }),
  });
  onTestFinished(provider.stop);
  const { start, finish, logged } = relying(provider.issuer);
  const begun = await start("/");
  if (!begun.ok) return { outcome: begun, logged, provider };
  const { searchParams } = new URL(begun.value.location);
  const query = new URLSearchParams({
    code: searchParams.get("nonce") ?? "",
    state: searchParams.get("state") ?? "",
  });
  const outcome = await finish(`?${query}`, [begun.value.setCookie.split(";", 1)[0] ?? ""]);
  return { outcome, logged, provider };
}

/** Something else that listens on loopback. */
async function bystander() {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, connections: () => connections };
}

test.each(["token_endpoint", "jwks_uri", "userinfo_endpoint"])(
  "a %s in the network that Tocsin runs in is not called, though the provider names it",
  async (endpoint) => {
    const other = await bystander();
    const elsewhere = [
      `http://${METADATA}/latest`,
      `${other.url}/`,
      other.url.replace("127.0.0.1", "[::ffff:127.0.0.1]"),
      other.url.replace("127.0.0.1", "localhost"),
    ];
    for (const url of elsewhere) {
      using connections = watchConnections("through");
      const { outcome, logged, provider } = await signIn((honest) => ({
        ...honest,
        [endpoint]: url,
      }));
      expect(outcome).toMatchObject(UNAVAILABLE);
      expect(logged).toMatchObject([{ reason: "address-refused" }]);
      const called = new Set(connections.attempts.map(({ port }) => port));
      expect(called).toEqual(new Set([Number(provider.issuer.port)]));
    }
    expect(other.connections()).toBe(0);
  },
);

test("and the log says which host that was", async () => {
  const { logged } = await signIn((honest) => ({ ...honest, jwks_uri: `http://${METADATA}/` }));
  expect(logged).toMatchObject([{ reason: "address-refused", host: METADATA }]);
});

test.each([301, 302, 307, 308])("a provider that answers %i is not followed", async (status) => {
  const other = await bystander();
  const server = createHttpServer((_, response) => {
    response.writeHead(status, { location: `${other.url}/` }).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { start, logged } = relying(new URL(`http://127.0.0.1:${port}`));
  expect(await start("/")).toMatchObject({ problem: { code: "sign-in-not-confirmed" } });
  expect(logged).toMatchObject([{ status }]);
  expect(other.connections()).toBe(0);
});

test("an issuer whose name means where clouds tell their secrets is not called", async () => {
  using connections = watchConnections();
  const issuer = new URL("https://login.test/realms/team");
  const { start, logged } = relying(issuer, { look: () => Promise.resolve([METADATA]) });
  expect(await start("/")).toMatchObject(UNAVAILABLE);
  expect(logged).toMatchObject([{ reason: "address-refused", host: "login.test" }]);
  expect(connections.attempts).toEqual([]);
});

test("where there is an egress proxy, it alone is asked, also for a name that is known nowhere else", async () => {
  const asked: unknown[] = [];
  const server = createHttpServer(({ url }, response) => {
    asked.push(url);
    const honest = {
      issuer: "http://login.test",
      authorization_endpoint: "http://login.test/auth",
    };
    response.setHeader("content-type", "application/json").end(JSON.stringify(honest));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  using connections = watchConnections("through");
  const { start } = relying(new URL("http://login.test"), {
    proxy: egressProxyOf(`http://127.0.0.1:${port}`),
    look: (name) => Promise.reject(new Error(name)),
  });
  expect((await start("/")).ok).toBe(true);
  expect(asked).toEqual(["http://login.test/.well-known/openid-configuration"]);
  expect(connections.attempts).toEqual([{ address: "127.0.0.1", port }]);
});

test("what a provider says of itself without end is none", async () => {
  const { outcome, logged } = await signIn((honest) => ({
    ...honest,
    padding: "a".repeat(1024 * 1024),
  }));
  expect(outcome).toMatchObject(UNAVAILABLE);
  expect(logged).toMatchObject([{ reason: "answer-too-large" }]);
});

test("more than webhooks are read of is read of a provider", async () => {
  const { outcome } = await signIn((honest) => ({ ...honest, padding: "a".repeat(512 * 1024) }));
  expect(outcome.ok).toBe(true);
});
