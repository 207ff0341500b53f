import { describe, expect, test } from "vitest";
import { type Received, type Sent, problemOf } from "../process/server.fixture.ts";
import { serve } from "../process/asking.fixture.ts";

const { running, ask, post } = serve();

/** The answer to a request, the lines that it is logged with, and the refusals that it counts as. */
async function refused(sent: Sent) {
  const lines: object[] = [];
  const { log } = running();
  const before = log.warn;
  log.warn = (line: object) => void lines.push(line);
  const counted = await counts();
  const answer = await ask(sent);
  log.warn = before;
  const after = await counts();
  const codes = [...after].filter(([code, count]) => count !== (counted.get(code) ?? 0));
  return { answer, lines, codes: codes.map(([code]) => code) };
}

async function counts(): Promise<Map<string, number>> {
  const { text } = await ask({ path: "/metrics" });
  const found = text.matchAll(/^tocsin_requests_refused_total\{code="([\w-]+)"\} (\d+)$/gmu);
  return new Map([...found].map(([, code = "", count]) => [code, Number(count)]));
}

describe("what is refused is logged with source, Host and path, and counted", () => {
  const alert = { title: "x" };
  const body = { path: "/api/alerts", method: "POST", body: {} };

  test.each<[string, Sent, number]>([
    ["forbidden-host", { path: "/api/alerts", headers: { host: "evil.example" } }, 403],
    ["forbidden-host", { path: "/", headers: { host: "evil.example" } }, 403],
    [
      "forbidden-origin",
      { path: "/api/alerts", method: "POST", headers: { origin: "http://evil.example" } },
      403,
    ],
    ["not-found", { path: "/api/ingest/nagios?source=n", method: "POST", body: alert }, 404],
    ["not-found", { path: "/api/nothing" }, 404],
    ["not-found", { path: "//api/alerts", method: "POST", body: alert }, 404],
    ["method-not-allowed", { path: "/api/ingest/grafana?source=g" }, 405],
    ["method-not-allowed", { path: "/alerts", method: "POST", body: alert }, 405],
    ["method-not-allowed", { path: "/api", method: "POST", body: alert }, 405],
    ["invalid-json", { ...body, body: "{", path: "/api/ingest/sns" }, 400],
    ["invalid-body", { ...body, path: "/api/ingest/alertmanager" }, 400],
    ["invalid-parameter", { ...body, path: `/api/alerts?source=${"x".repeat(201)}` }, 400],
    ["unsupported-encoding", { ...body, headers: { "content-encoding": "lzma" } }, 415],
    ["body-too-large", { ...body, body: " ".repeat(1_048_577) }, 413],
  ])("%s: %j", async (code, sent, status) => {
    const { answer, lines, codes } = await refused(sent);
    expect(problemOf(answer)).toEqual([status, code]);
    expect(codes).toEqual([code]);
    const [path] = sent.path.split("?");
    const host = sent.headers?.["host"] ?? `localhost:${running().port}`;
    expect(lines).toMatchObject([{ code, path, host, from: expect.stringMatching(/127|::1/u) }]);
  });

  test("a source that the address names, or that such an address has", async () => {
    const { lines: named } = await refused({ ...body, path: "/api/alerts?source=s", body: "[" });
    const { lines: own } = await refused({ ...body, path: "/api/ingest/zabbix", body: "[" });
    expect([...named, ...own]).toMatchObject([{ source: "s" }, { source: "zabbix" }]);
  });

  test("each alert that is rejected among others that are kept", async () => {
    const { answer, lines, codes } = await refused({ ...body, body: [alert, {}, { title: 5 }] });
    expect(answer.status).toBe(200);
    expect(codes).toEqual([]);
    expect(lines).toMatchObject([
      { code: "invalid-alert", detail: "title: is missing", source: "api", path: "/api/alerts" },
      { code: "invalid-alert", detail: "title: must be a string" },
    ]);
  });

  test("but not what an operator is told of an alert", async () => {
    const { lines, codes } = await refused({ path: "/api/alerts/987654" });
    expect([lines, codes]).toEqual([[], []]);
    const opened = await post("/api/alerts", alert);
    const id = /"id":(\d+)/u.exec(opened.text)?.[1];
    const conflict = await refused({ path: `/api/alerts/${id}/unacknowledge`, method: "POST" });
    expect([conflict.answer.status, conflict.lines, conflict.codes]).toEqual([409, [], []]);
  });
});

describe("a body of which nothing is kept is refused as a whole, once and for all", () => {
  test.each<[string, unknown]>([
    ["/api/alerts", {}],
    ["/api/alerts", [{}, { title: "" }]],
    ["/api/v2/alerts", [{}]],
    ["/api/ingest/alertmanager", { alerts: [{}, null] }],
    ["/api/ingest/grafana", { alerts: [{ labels: {} }] }],
    ["/api/ingest/zabbix", {}],
    ["/api/ingest/pagerduty", { event_action: "resolve" }],
  ])("%s %j", async (path, body) => {
    const { answer, codes } = await refused({ method: "POST", path, body });
    expect(answer.status).toBe(422);
    expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/u);
    expect(answer.json).toMatchObject({
      code: "nothing-kept",
      detail: expect.any(String),
      results: [{ index: 0, outcome: "rejected", code: "invalid-alert" }, ...others(answer)],
    });
    expect(codes).toEqual(["nothing-kept"]);
  });

  function others({ json }: Received): unknown[] {
    return (json as { results: unknown[] }).results.slice(1);
  }

  test.each<[string, unknown]>([
    ["/api/alerts", []],
    ["/api/v2/alerts", []],
    ["/api/ingest/alertmanager", { alerts: [] }],
  ])("%s %j asks for nothing, and gets it", async (path, body) => {
    expect((await post(path, body)).json).toEqual({ results: [] });
  });
});

describe("who comes to a wrong place is told of the right one", () => {
  test.each([
    ["POST", "/api/v1/alerts", "/api/v2/alerts"],
    ["POST", "/api/alert", "/api/alerts"],
    ["PUT", "/api/ingest/Grafana", "/api/ingest/grafana"],
    ["POST", "//api/ingest/grafana", "/api/ingest/grafana"],
    ["POST", "/ingest/alertmanager", "/api/ingest/alertmanager"],
    ["POST", "/v2/enqueue", "/api/ingest/pagerduty/v2/enqueue"],
    ["GET", "/api/timelin", "/api/timeline"],
  ])("%s %s", async (method, path, place) => {
    const { json } = await ask({ method, path });
    expect(json).toMatchObject({ detail: expect.stringContaining(`Did you mean ${place}?`) });
  });

  test.each(["/api/nothing", "/api/", "/"])("%s is near to none", async (path) => {
    const { json } = await ask({ method: "POST", path });
    expect(json).toMatchObject({ detail: expect.not.stringContaining("Did you mean") });
  });
});

describe("the Host", () => {
  const host = "tocsin:3000";

  test("may be any name where alerts are taken in, but not for a page", async () => {
    for (const origin of ["http://tocsin:3000", "http://evil.example", "null"]) {
      const answer = await post("/api/ingest/grafana", { alerts: [] }, { host, origin });
      expect(problemOf(answer)).toEqual([403, "forbidden-host"]);
    }
  });

  test("may be any name nowhere else", async () => {
    for (const path of ["/api/alerts", "/api/timeline", "/", "/favicon.svg", "/api/openapi.json"]) {
      expect(problemOf(await ask({ path, headers: { host } }))).toEqual([403, "forbidden-host"]);
    }
    for (const path of ["/api/alerts", "/api/alerts/1/resolve", "/api/alerts/bulk"]) {
      expect(problemOf(await post(path, {}, { host }))).toEqual([403, "forbidden-host"]);
    }
  });
});
