import { expect, onTestFinished, test } from "vitest";
import { createFetch } from "../outbound/fetch.ts";
import { createGuard } from "../outbound/guard.ts";
import { targetOf } from "../outbound/target.ts";
import { valueOf } from "../store/conformance/subject.ts";
import { createCookie } from "./cookie.ts";
import { type Lie, startLyingProvider } from "./lying-provider.fixture.ts";
import { type Begun, createOidc, type OidcConfig } from "./oidc.ts";
import {
  CLIENT,
  type ProviderOptions,
  REDIRECT_URI,
  signInAt,
  startProvider,
} from "./oidc-provider.fixture.ts";

const T0 = Date.parse("2026-11-26T10:00:00Z");
const ROLES = { admins: ["sre"], operators: ["ops"], viewers: [] };
const ZOE = { preferred_username: "zoe", email: "zoe@example.org", groups: ["staff", "ops"] };

/** Our side of it, with what it logs. */
function relying(issuer: URL, config: Partial<OidcConfig> = {}) {
  const logged: unknown[] = [];
  const clock = { now: T0 };
  const cookie = createCookie("tocsin-sign-in", null);
  const oidc = createOidc({
    config: {
      issuer,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      scopes: "openid profile",
      roleClaim: "groups",
      roles: ROLES,
      redirectUri: REDIRECT_URI,
      ...config,
    },
    cookie,
    fetch: createFetch(createGuard({ trusted: targetOf(issuer.href) })),
    log: { warn: (...line: unknown[]) => void logged.push(line) },
    now: () => clock.now,
  });
  return { ...oidc, clock, logged };
}

async function honest(options: Partial<ProviderOptions> = {}, config: Partial<OidcConfig> = {}) {
  const provider = await startProvider({ claims: ZOE, ...options });
  onTestFinished(provider.stop);
  return { ...relying(provider.issuer, config), provider };
}

/** What the browser sends back of what it was given. */
function cookies({ setCookie }: Begun): string[] {
  return [setCookie.split(";", 1)[0] ?? ""];
}

/** The sign-in's address, with one of its parameters as somebody else wants it. */
function changed({ location }: Begun, name: string, value: string): string {
  const url = new URL(location);
  url.searchParams.set(name, value);
  return url.href;
}

test("who signs in at the provider is who it says, and goes where they were going", async () => {
  const { start, finish, logged, provider } = await honest();
  const begun = valueOf(await start("/feed?status=firing#42"));
  expect(begun.setCookie).toMatch(
    /^tocsin-sign-in=[\w-]+; HttpOnly; SameSite=Lax; Path=\/; Max-Age=600$/u,
  );
  const query = await signInAt(begun.location);
  expect(await finish(query, cookies(begun))).toEqual({
    ok: true,
    value: {
      identity: { issuer: provider.issuer.origin, subject: "zoe-1", name: "zoe", role: "operator" },
      returnTo: "/feed?status=firing#42",
    },
  });
  expect(logged).toEqual([]);
});

test("ASVS 10.2.1: the code is bound by PKCE, state and nonce, each made anew", async () => {
  const { start } = await honest();
  const asked = await Promise.all([start("/"), start("/")]);
  const [one, two] = asked.map((begun) => new URL(valueOf(begun).location).searchParams);
  for (const parameter of ["state", "nonce", "code_challenge"]) {
    expect(one?.get(parameter)).toMatch(/^[\w-]{43}$/u);
    expect(one?.get(parameter)).not.toBe(two?.get(parameter));
  }
  expect(one?.get("code_challenge_method")).toBe("S256");
  expect(one?.get("response_type")).toBe("code");
  expect(one?.get("redirect_uri")).toBe(REDIRECT_URI.href);
});

test("claims that are told only when asked are asked for", async () => {
  const { start, finish } = await honest({ onlyWhenAsked: true });
  const begun = valueOf(await start("/"));
  expect(await finish(await signInAt(begun.location), cookies(begun))).toMatchObject({
    value: { identity: { name: "zoe", role: "operator" } },
  });
});

test("the role is that of the claim at this sign-in", async () => {
  const claims = { ...ZOE };
  const { start, finish } = await honest({ claims });
  for (const [groups, role] of [
    [["ops"], "operator"],
    [["ops", "sre"], "admin"],
  ] as const) {
    claims.groups = [...groups];
    const begun = valueOf(await start("/"));
    expect(await finish(await signInAt(begun.location), cookies(begun))).toMatchObject({
      value: { identity: { role } },
    });
  }
});

test.each([
  ["in no list", { ...ZOE, groups: ["staff"] }],
  ["empty", { ...ZOE, groups: [] }],
  ["missing", { preferred_username: "zoe", email: "zoe@example.org" }],
])("where the claim is %s nobody is let in, and the log says which came", async (_, claims) => {
  const { start, finish, logged } = await honest({ claims });
  const begun = valueOf(await start("/"));
  expect(await finish(await signInAt(begun.location), cookies(begun))).toMatchObject({
    ok: false,
    problem: { code: "not-allowed" },
  });
  expect(logged).toMatchObject([
    [
      {
        roleClaim: "groups",
        claims: expect.arrayContaining(["sub", "preferred_username", "email"]),
      },
      "signed in, but has no role",
    ],
  ]);
  expect(JSON.stringify(logged)).not.toContain("zoe");
  expect(JSON.stringify(logged)).not.toContain("staff");
});

test.each([
  [{ preferred_username: " Zoe ", name: "Zoe B" }, "Zoe"],
  [{ preferred_username: "", name: "Zoe B" }, "Zoe B"],
  [{ preferred_username: "z\u0000", name: 7 }, "zoe-1"],
  [{ email: "zoe@example.org" }, "zoe-1"],
])("of %j they are called %s", async (claims, name) => {
  const { start, finish } = await honest({ claims: { ...claims, groups: "sre" } });
  const begun = valueOf(await start("/"));
  expect(await finish(await signInAt(begun.location), cookies(begun))).toMatchObject({
    value: { identity: { name, role: "admin" } },
  });
});

test("another's link does not sign this browser in", async () => {
  const { start, finish, clock } = await honest();
  const mine = valueOf(await start("/"));
  const theirs = valueOf(await start("/"));
  const query = await signInAt(theirs.location);
  const { state = "" } = Object.fromEntries(new URLSearchParams(query));
  const codeOf = async (query: string, sent: string[]) => {
    const finished = await finish(query, sent);
    return finished.ok ? "ok" : finished.problem.code;
  };
  expect(await codeOf(query, cookies(mine))).toBe("sign-in-expired");
  expect(await codeOf(query, [])).toBe("sign-in-expired");
  expect(await codeOf(query, ["tocsin-sign-in=x"])).toBe("sign-in-expired");
  expect(await codeOf(query, [...cookies(theirs), ...cookies(mine)])).toBe("sign-in-expired");
  expect(await codeOf(query.replace(state, `${state}x`), cookies(theirs))).toBe("sign-in-expired");
  expect(await codeOf(query.replace(`state=${state}`, ""), cookies(theirs))).toBe(
    "sign-in-expired",
  );
  expect(await codeOf(`${query}&state=${state}`, cookies(theirs))).toBe("sign-in-expired");
  expect(await codeOf("", cookies(theirs))).toBe("sign-in-expired");
  clock.now = T0 + 600_000;
  expect(await codeOf(query, cookies(theirs))).toBe("sign-in-expired");
  clock.now = T0 + 599_999;
  expect(await codeOf(query, cookies(theirs))).toBe("ok");
  // And no code is taken twice.
  expect(await codeOf(query, cookies(theirs))).toBe("sign-in-not-confirmed");
});

test("a sign-in that was begun before a restart is begun again", async () => {
  const { start, provider } = await honest();
  const begun = valueOf(await start("/"));
  const { finish } = relying(provider.issuer);
  expect(await finish(await signInAt(begun.location), cookies(begun))).toMatchObject({
    problem: { code: "sign-in-expired" },
  });
});

test.each([
  ["nonce", "another"],
  ["code_challenge", "a".repeat(43)],
])("ASVS 10.5.1: a token whose %s is of another sign-in is refused", async (parameter, value) => {
  const { start, finish, logged } = await honest();
  const begun = valueOf(await start("/"));
  const query = await signInAt(changed(begun, parameter, value));
  expect(await finish(query, cookies(begun))).toMatchObject({
    problem: { code: "sign-in-not-confirmed" },
  });
  expect(JSON.stringify(logged)).toContain("OAUTH_");
});

test("what the provider refuses is said, and no more than its code", async () => {
  const { start, finish, provider, logged } = await honest();
  const begun = valueOf(await start("/"));
  const { searchParams } = new URL(begun.location);
  const refusal = new URLSearchParams({
    error: "access_denied",
    error_description: "canary of a description",
    state: searchParams.get("state") ?? "",
    iss: provider.issuer.origin,
  });
  const finished = await finish(`?${refusal}`, cookies(begun));
  expect(finished).toMatchObject({
    problem: { code: "sign-in-not-confirmed", detail: expect.stringContaining("access_denied") },
  });
  expect(JSON.stringify([finished, logged])).not.toContain("canary");
});

test("ASVS 10.2.2: an answer of another provider is refused", async () => {
  const { start, finish } = await honest();
  const begun = valueOf(await start("/"));
  const query = new URLSearchParams(await signInAt(begun.location));
  query.set("iss", "https://other.example");
  expect(await finish(`?${query}`, cookies(begun))).toMatchObject({
    problem: { code: "sign-in-not-confirmed" },
  });
});

test("a wrong secret of ours is logged without it", async () => {
  const { start, finish, logged } = await honest({}, { clientSecret: "canary-of-a-secret" });
  const begun = valueOf(await start("/"));
  const finished = await finish(await signInAt(begun.location), cookies(begun));
  expect(finished).toMatchObject({ problem: { code: "sign-in-not-confirmed" } });
  expect(logged).toMatchObject([[{ status: 401 }, "identity provider"]]);
  expect(JSON.stringify([finished, logged])).not.toContain("canary");
});

test("a provider that is down keeps nobody from starting, and is asked again", async () => {
  const provider = await startProvider({ claims: ZOE });
  const { port, issuer } = provider;
  await provider.stop();
  const { start, finish, logged } = relying(issuer);
  expect(logged).toEqual([]);
  const refused = { ok: false, problem: { code: "provider-unavailable" } };
  expect(await Promise.all([start("/"), start("/")])).toMatchObject([refused, refused]);
  expect(logged).toMatchObject([
    [{ code: "ECONNREFUSED" }, "identity provider"],
    [{}, "identity provider"],
  ]);
  const back = await startProvider({ claims: ZOE, port });
  const begun = valueOf(await start("/"));
  const query = await signInAt(begun.location);
  expect(await finish(query, cookies(begun))).toMatchObject({ ok: true });
  // And when it goes away amid a sign-in, that is said, too.
  const other = valueOf(await start("/"));
  const otherQuery = await signInAt(other.location);
  await back.stop();
  expect(await finish(otherQuery, cookies(other))).toMatchObject(refused);
});

test("however many begin a sign-in where the provider is down, the log has room for the rest", async () => {
  const provider = await startProvider({ claims: ZOE });
  await provider.stop();
  const { start, logged, clock } = relying(provider.issuer);
  for (let times = 0; times < 60; times += 1) await start("/");
  expect(logged).toHaveLength(20);
  clock.now += 5_000;
  await Promise.all([start("/"), start("/")]);
  expect(logged).toHaveLength(21);
});

test("what the provider says of itself is asked once an hour, and true until it answers again", async () => {
  let asked = 0;
  const metadata: Lie["metadata"] = (honest) => ((asked += 1), honest);
  const provider = await startLyingProvider(CLIENT.id, { metadata });
  const { start, clock } = relying(provider.issuer);
  await Promise.all([start("/"), start("/")]);
  clock.now += 3_599_999;
  expect((await start("/")).ok).toBe(true);
  expect(asked).toBe(1);
  clock.now += 1;
  expect((await start("/")).ok).toBe(true);
  expect(asked).toBe(2);
  await provider.stop();
  clock.now += 3_600_000;
  expect((await start("/")).ok).toBe(true);
});

/** Signs in where any code is taken: the nonce, as it stands in the token. */
async function lied(lie: Lie, config: Partial<OidcConfig> = {}) {
  const provider = await startLyingProvider(CLIENT.id, lie);
  onTestFinished(provider.stop);
  const { start, finish, logged } = relying(provider.issuer, config);
  const begun = await start("/");
  if (!begun.ok) return { finished: begun, logged, provider };
  const { searchParams } = new URL(begun.value.location);
  const code = searchParams.get("nonce") ?? "";
  const query = new URLSearchParams({ code, state: searchParams.get("state") ?? "" });
  return { finished: await finish(`?${query}`, cookies(begun.value)), logged, provider };
}

test("of what follows, only the lie is refused", async () => {
  const { finished } = await lied({});
  expect(finished).toMatchObject({ ok: true, value: { identity: { name: "zoe", role: "admin" } } });
});

test.each<[string, Lie]>([
  ["ASVS 10.5.4: the audience is another", { claims: (honest) => ({ ...honest, aud: "other" }) }],
  [
    "ASVS 10.5.4: the audience is several, and the token another's",
    { claims: (honest) => ({ ...honest, aud: [CLIENT.id, "other"], azp: "other" }) },
  ],
  [
    "ASVS 10.5.3: the issuer is another",
    { claims: (honest) => ({ ...honest, iss: "https://other.example" }) },
  ],
  ["ASVS 10.5.1: the nonce is missing", { claims: ({ nonce: _, ...honest }) => honest }],
  ["ASVS 10.5.2: nobody is named", { claims: ({ sub: _, ...honest }) => honest }],
  ["it has expired", { claims: (honest) => ({ ...honest, exp: 1_000_000_000 }) }],
  ["it was signed by another", { signature: "of another" }],
  ["it was not signed", { signature: "none" }],
  [
    "ASVS 10.5.3: the provider says that it is another",
    { metadata: (honest) => ({ ...honest, issuer: "https://other.example" }) },
  ],
])("a token is refused where %s", async (_, lie) => {
  const { finished, logged } = await lied(lie);
  expect(finished).toMatchObject({ ok: false, problem: { code: "sign-in-not-confirmed" } });
  expect(JSON.stringify(logged)).toContain("OAUTH_");
  expect(JSON.stringify([finished, logged])).not.toContain("zoe-1");
});

test.each([
  [undefined, CLIENT.secret, true],
  [["client_secret_basic", "client_secret_post"], CLIENT.secret, true],
  [["client_secret_post"], CLIENT.secret, false],
  [undefined, null, false],
])(
  "where it takes secrets by %j, ours (%s) is sent in a header: %s",
  async (methods, clientSecret, inHeader) => {
    const metadata: Lie["metadata"] = (honest) => ({
      ...honest,
      token_endpoint_auth_methods_supported: methods,
    });
    const { finished, provider } = await lied({ metadata }, { clientSecret });
    expect(finished.ok).toBe(true);
    expect(provider.seen.map(({ authorization }) => authorization !== undefined)).toEqual([
      inHeader,
    ]);
  },
);
