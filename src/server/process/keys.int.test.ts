import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import * as v from "valibot";
import { keysSchema } from "../../protocol/people.ts";
import { problemOf, type Received } from "./server.fixture.ts";
import { basic, bearer, type Key, startTeam, type Team } from "./team.fixture.ts";

const MINUTE = 60_000;

let team: Team;
beforeAll(async () => {
  team = await startTeam();
});
afterAll(() => team.server.stop());

function post(
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Received> {
  return team.ask({ method: "POST", path, body, headers });
}

async function listed({ rule }: Team) {
  return v.parse(keysSchema, (await rule("GET", "/api/keys")).json).keys;
}

test("a key is told once, and what is listed of it opens nothing", async () => {
  const { json } = await team.rule("POST", "/api/keys", {
    name: " alertmanager ",
    scopes: ["ingest", "ingest", "read"],
    source: "prod",
  });
  const { key, ...told } = v.parse(v.looseObject({ key: v.string() }), json);
  expect(key).toMatch(new RegExp(`^tocsin_${String(told["id"])}_[\\w-]{43}$`, "u"));
  expect(told).toMatchObject({
    name: "alertmanager",
    scopes: ["ingest", "read"],
    source: "prod",
    createdBy: "user:Mira",
    expiresAt: null,
    lastUsedAt: null,
  });
  const answer = await team.rule("GET", "/api/keys");
  expect((await listed(team)).find(({ id }) => id === told["id"])).toEqual(told);
  expect(answer.text).not.toContain(key.slice(-43));
});

test.each([
  [{ scopes: ["read"] }, "name"],
  [{ name: " ", scopes: ["read"] }, "name"],
  [{ name: "a\nb", scopes: ["read"] }, "name"],
  [{ name: "x".repeat(101), scopes: ["read"] }, "name"],
  [{ name: "x", scopes: [] }, "scopes"],
  [{ name: "x", scopes: ["admin"] }, "scopes"],
  [{ name: "x", scopes: ["nothing"] }, "scopes"],
  [{ name: "x", scopes: ["read"], source: "prod" }, "source"],
  [{ name: "x", scopes: ["ingest"], source: "" }, "source"],
  [{ name: "x", scopes: ["ingest"], expiresAt: "soon" }, "expiresAt"],
  [{ name: "x", scopes: ["ingest"], expiresAt: "2020-01-01T00:00:00Z" }, "expiresAt"],
])("no key is made of %j", async (body, field) => {
  const before = (await listed(team)).length;
  const cookie = await team.enter("Mira");
  const answer = await post("/api/keys", body, { cookie, origin: team.origin });
  expect([answer.status, answer.json]).toMatchObject([
    400,
    { code: "invalid-body", detail: expect.stringContaining(field) },
  ]);
  expect((await listed(team)).length).toBe(before);
});

describe("a key is sent", () => {
  test.each<[string, (key: Key) => Readonly<Record<string, string>>]>([
    ["as bearer", bearer],
    ["as bearer in other letters", (key) => ({ authorization: `bEARER ${key.text}` })],
    ["as the password of anybody", basic],
    ["as the password of nobody", (key) => basic(key, "")],
  ])("%s", async (_, sent) => {
    const key = await team.key(["ingest"]);
    expect((await post("/api/ingest/generic", { title: "x" }, sent(key))).status).toBe(200);
  });

  test.each<[string, (key: Key) => { path: string; headers: Record<string, string> }]>([
    ["in the address", ({ text }) => ({ path: `?key=${text}&token=${text}`, headers: {} })],
    ["in a header of its own", ({ text }) => ({ path: "", headers: { "x-api-key": text } })],
    ["as the cookie", ({ text }) => ({ path: "", headers: { cookie: `tocsin=${text}` } })],
    [
      "as the name",
      ({ text }) => {
        const credentials = Buffer.from(`${text}:`).toString("base64");
        return { path: "", headers: { authorization: `Basic ${credentials}` } };
      },
    ],
    ["without a scheme", ({ text }) => ({ path: "", headers: { authorization: text } })],
  ])("but not %s", async (_, sent) => {
    const { path, headers } = sent(await team.key(["read", "ingest"]));
    const answer = await team.ask({ path: `/api/alerts${path}`, headers });
    expect(problemOf(answer)).toEqual([401, "sign-in-required"]);
  });

  test("and is good until it is revoked, beside another of the same name", async () => {
    const [old, young] = [await team.key(["read"]), await team.key(["read"])];
    const ask = (key: Key) => team.ask({ path: "/api/alerts", headers: bearer(key) });
    expect([(await ask(old)).status, (await ask(young)).status]).toEqual([200, 200]);
    await team.rule("DELETE", `/api/keys/${old.id}`);
    expect([(await ask(old)).status, (await ask(young)).status]).toEqual([401, 200]);
    const again = await team.ask({
      method: "DELETE",
      path: `/api/keys/${old.id}`,
      headers: { cookie: await team.enter("Mira"), origin: team.origin },
    });
    expect(problemOf(again)).toEqual([404, "key-not-found"]);
  });
});

describe("a key that is bound to a source speaks for it alone", () => {
  let headers: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    headers = bearer(await team.key(["ingest", "read"], { source: "prod" }));
  });

  async function sources(title: string): Promise<string[]> {
    const { json } = await team.ask({ path: `/api/alerts?q=${title}`, headers });
    const page = v.parse(v.object({ alerts: v.array(v.object({ source: v.string() })) }), json);
    return page.alerts.map(({ source }) => source);
  }

  test.each([
    ["/api/ingest/alertmanager", { alerts: [{ labels: { alertname: "AlphaOne" } }] }, "AlphaOne"],
    ["/api/ingest/grafana", { alerts: [{ labels: { alertname: "BetaTwo" } }] }, "BetaTwo"],
    ["/api/v2/alerts", [{ labels: { alertname: "GammaThree" } }], "GammaThree"],
    ["/api/alerts", { title: "DeltaFour" }, "DeltaFour"],
    ["/api/alerts?source=prod", { title: "EpsilonFive" }, "EpsilonFive"],
    ["/api/alerts?source=", { title: "ZetaSix", source: "prod" }, "ZetaSix"],
  ])("%s is from it where it says nothing else", async (path, body, title) => {
    expect((await post(path, body, headers)).status).toBe(200);
    expect(await sources(title)).toEqual(["prod"]);
  });

  test("another in the address is refused, whatever the body says", async () => {
    for (const door of ["/api/alerts", "/api/ingest/alertmanager", "/api/v2/alerts"]) {
      const answer = await post(
        `${door}?source=test`,
        { title: "EtaSeven", source: "prod" },
        headers,
      );
      expect(problemOf(answer)).toEqual([403, "not-allowed"]);
    }
    expect(await sources("EtaSeven")).toEqual([]);
  });

  test("another in the body is refused alert by alert", async () => {
    const alerts = [
      { title: "ThetaEight", source: "test" },
      { title: "ThetaEight", source: "prod" },
      { title: "ThetaEight", source: "Prod" },
      { title: "ThetaEight" },
    ];
    const answer = await post("/api/alerts", alerts, headers);
    expect([answer.status, answer.json]).toMatchObject([
      200,
      {
        results: [
          { index: 0, outcome: "rejected", code: "not-allowed" },
          { index: 1, outcome: "opened" },
          { index: 2, outcome: "rejected", code: "not-allowed" },
          { index: 3, outcome: "opened" },
        ],
      },
    ]);
    expect(await sources("ThetaEight")).toEqual(["prod", "prod"]);
    const none = await post("/api/alerts", alerts.slice(0, 1), headers);
    expect([none.status, none.json]).toMatchObject([422, { code: "nothing-kept" }]);
  });

  test("it resolves no alert of another", async () => {
    const any = bearer(await team.key(["ingest"]));
    const alert = { title: "IotaNine", source: "test", fingerprint: "nine" };
    await post("/api/alerts", alert, any);
    const end = { fingerprint: "nine", status: "resolved" };
    await post("/api/alerts", { ...end, source: "test" }, headers);
    await post("/api/alerts", end, headers);
    const { json } = await team.ask({ path: "/api/alerts?q=IotaNine", headers });
    expect(json).toMatchObject({ alerts: [{ source: "test", status: "firing" }] });
  });
});

test("its last use is written down, once a minute at most", async () => {
  const clock = { now: Date.now() };
  const own = await startTeam({}, { now: () => clock.now });
  onTestFinished(() => own.server.stop());
  const { id, text } = await own.key(["ingest"]);
  const lastUse = async () => (await listed(own)).find((key) => key.id === id)?.lastUsedAt;
  const use = () => own.ask({ path: "/api/alerts", headers: { authorization: `Bearer ${text}` } });
  const begun = clock.now;
  const iso = (after: number) => new Date(begun + after).toISOString();
  expect(await lastUse()).toBeNull();
  // What it may not do is a use, too: somebody has the key.
  expect((await use()).status).toBe(403);
  await expect.poll(lastUse).toBe(iso(0));
  clock.now = begun + MINUTE - 1;
  await use();
  clock.now = begun + MINUTE;
  await use();
  await expect.poll(lastUse).toBe(iso(MINUTE));
});

describe("what is refused", () => {
  async function refused(headers: Readonly<Record<string, string>>, times = 1) {
    const lines: object[] = [];
    const { log } = team.server;
    const before = log.warn;
    log.warn = (line: object) => void lines.push(line);
    const counted = await counts();
    for (let count = 0; count < times; count += 1)
      await team.ask({ method: "DELETE", path: "/api/alerts/987654321", headers });
    log.warn = before;
    const after = await counts();
    const added = [...after].map(([code, n]) => [code, n - (counted.get(code) ?? 0)] as const);
    return { lines, counted: Object.fromEntries(added.filter(([, count]) => count > 0)) };
  }

  async function counts(): Promise<Map<string, number>> {
    const { text } = await team.rule("GET", "/metrics");
    const found = text.matchAll(/^tocsin_requests_refused_total\{code="([\w-]+)"\} (\d+)$/gmu);
    return new Map([...found].map(([, code = "", count]) => [code, Number(count)]));
  }

  test("is counted each time, and logged once a minute with the key's name", async () => {
    const key = await team.key(["ingest"], { name: "cron of db-3" });
    const { lines, counted } = await refused(bearer(key), 5);
    expect(counted).toEqual({ "not-allowed": 5 });
    expect(lines).toMatchObject([
      { code: "not-allowed", principal: "key:cron of db-3", again: 0, path: expect.anything() },
    ]);
    expect(JSON.stringify(lines)).not.toContain(key.text.slice(-43));
  });

  test("is a key that is wrong, with its number, and one that has expired, with its name", async () => {
    const clock = { ahead: 0 };
    const own = await startTeam({}, { now: () => Date.now() + clock.ahead });
    onTestFinished(() => own.server.stop());
    const lines: object[] = [];
    own.server.log.warn = (line: object) => void lines.push(line);
    const expiresAt = new Date(Date.now() + MINUTE).toISOString();
    const key = await own.key(["ingest"], { name: "nightly", expiresAt });
    const wrong = { id: key.id, text: `${key.text.slice(0, -43)}${"x".repeat(43)}` };
    await own.ask({ path: "/api/alerts", headers: bearer(wrong) });
    clock.ahead = MINUTE;
    await own.ask({ path: "/api/alerts", headers: bearer(key) });
    expect(lines).toMatchObject([
      { code: "sign-in-required", detail: expect.stringContaining(`key ${key.id} is wrong`) },
      {
        code: "sign-in-required",
        detail: expect.stringMatching(/key \d+ \(nightly\) has expired/u),
      },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(new RegExp(`${key.text.slice(-43)}|xxxx`, "u"));
  });
});
