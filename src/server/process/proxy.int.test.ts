import { describe, expect, onTestFinished, test } from "vitest";
import { problemOf, type Server, send, startServer } from "./server.fixture.ts";
import { CHEAP, connect, foundTeam, listen } from "./team.fixture.ts";

const HEADERS = {
  PROXY_USER_HEADER: "X-User",
  PROXY_GROUPS_HEADER: "X-Groups",
  PROXY_ADMINS: "sre",
};
const ADA = { "x-user": "Ada", "x-groups": "sre" };

async function started(environment: Readonly<Record<string, string>>): Promise<Server> {
  const server = await startServer({ ...HEADERS, ...environment }, { passwordCost: CHEAP });
  onTestFinished(() => server.stop());
  return server;
}

/** Who the server takes somebody for, at the API, on a page and on the socket. */
async function seen(server: Server, headers: Readonly<Record<string, string>>) {
  const origin = `http://localhost:${server.port}`;
  const api = await send(server.port, { path: "/api/session", headers });
  const page = await send(server.port, { path: "/alerts/1", headers });
  const socket = await connect(server, { ...headers, origin });
  const shown = page.status === 200 ? page.text : page.headers["location"];
  return [api.status, String(shown), "closed" in socket ? 101 : socket.status];
}

const NOBODY = [401, "/sign-in?to=%2Falerts%2F1", 401];
const SEEN = [200, expect.stringContaining('"principal":"user:Ada","role":"admin"'), 101];

describe("ASVS 4.1.3: what a proxy says of somebody counts", () => {
  test("on every way in, where it comes from the proxy", async () => {
    const server = await started({ TRUSTED_PROXIES: "127.0.0.0/8" });
    expect(await seen(server, ADA)).toEqual(SEEN);
    expect(await seen(server, {})).toEqual(NOBODY);
  });

  test("and from nobody else", async () => {
    const server = await started({ TRUSTED_PROXIES: "192.0.2.1,::1" });
    expect(await seen(server, ADA)).toEqual(NOBODY);
    const forwarded = { ...ADA, "x-forwarded-for": "192.0.2.1", forwarded: "for=192.0.2.1" };
    expect(await seen(server, forwarded)).toEqual(NOBODY);
  });

  test("and only with the secret that it was given", async () => {
    const secret = "a-long-random-text";
    const server = await started({
      TRUSTED_PROXIES: "127.0.0.1",
      PROXY_SECRET_HEADER: `X-Proxy-Secret: ${secret}`,
    });
    expect(await seen(server, ADA)).toEqual(NOBODY);
    expect(await seen(server, { ...ADA, "x-proxy-secret": `${secret}x` })).toEqual(NOBODY);
    expect(await seen(server, { ...ADA, "x-proxy-secret": secret })).toEqual(SEEN);
  });

  test.each([{ "x-user": ["Ada", "Eve"] }, { "x-groups": ["all", "sre"] }])(
    "once: %j is refused",
    async (twice) => {
      const server = await started({ TRUSTED_PROXIES: "127.0.0.1" });
      const answer = await send(server.port, {
        path: "/api/alerts",
        headers: { ...ADA, ...twice },
      });
      expect(problemOf(answer)).toEqual([401, "sign-in-required"]);
    },
  );
});

test("ASVS 4.1.3: attempts are counted by whoever the proxy names, and by the peer else", async () => {
  const guesses = async (server: Server) => {
    const statuses = new Set<number>();
    for (let number = 1; number <= 40; number += 1) {
      const { status } = await send(server.port, {
        method: "POST",
        path: "/api/session",
        headers: { "x-forwarded-for": `198.51.100.${number}` },
        body: { name: `Nobody ${number}`, password: "a guess" },
      });
      statuses.add(status);
    }
    return [...statuses];
  };
  expect(await guesses(await started({ TRUSTED_PROXIES: "127.0.0.1" }))).toEqual([401]);
  expect(await guesses(await started({ TRUSTED_PROXIES: "192.0.2.1" }))).toEqual([401, 429]);
});

test("the names of those who come by a proxy stand in the log, as those of others do", async () => {
  const server = await started({ TRUSTED_PROXIES: "127.0.0.1" });
  const { origin, ask } = await foundTeam(server);
  const headers = { ...ADA, origin };
  await ask({ method: "POST", path: "/api/alerts", headers, body: { title: "x" } });
  const { json } = await ask({ method: "POST", path: "/api/alerts/1/acknowledge", headers });
  expect(json).toMatchObject({ acknowledgedBy: "user:Ada" });
  await listen(server, headers);
  const audit = await ask({ path: "/api/audit", headers });
  expect(audit.status).toBe(200);
});
