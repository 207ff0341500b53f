import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import * as v from "valibot";
import { fixturesOf } from "../ingest/arrival.fixture.ts";
import { problemOf, type Sent } from "../process/server.fixture.ts";
import { serve } from "../process/asking.fixture.ts";
import { DOORS, ingestRoutes } from "./ingest.ts";
import type { Receive } from "./receive.ts";
import { type JsonSchema, misfit } from "../http/json-schema.fixture.ts";
import { openApiOf } from "./openapi.ts";

const { ask, post } = serve();

const SCRIPTS = [{ title: "x" }, [{ title: "x", labels: ["env=prod"], state: "ok" }]];

/** What its senders post to each door. */
const PAYLOADS: readonly (readonly [path: string, bodies: readonly unknown[]])[] = [
  ["/api/alerts", SCRIPTS],
  ["/api/ingest/generic", SCRIPTS],
  ["/api/v2/alerts", bodiesOf("push")],
  ["/api/ingest/alertmanager", bodiesOf("alertmanager")],
  ["/api/ingest/grafana", [...bodiesOf("grafana"), ...bodiesOf("grafana-legacy")]],
  ["/api/ingest/sns", bodiesOf("sns")],
  ["/api/ingest/zabbix", bodiesOf("zabbix")],
  ["/api/ingest/uptime-kuma", bodiesOf("uptime-kuma")],
  ["/api/ingest/pagerduty", bodiesOf("pagerduty")],
  ["/api/ingest/pagerduty/v2/enqueue", bodiesOf("pagerduty")],
];

function bodiesOf(dialect: string): unknown[] {
  return fixturesOf(dialect).map(([, body]) => body);
}

const DESCRIBED = { basePath: "/", cookieName: "tocsin" };

test("every door is tried", () => {
  const doors = [...new Set(DOORS.map(({ path }) => path))];
  expect(PAYLOADS.map(([path]) => path).toSorted()).toEqual(doors.toSorted());
});

const received = v.object({ results: v.array(v.object({ outcome: v.string() })) });

describe.each(PAYLOADS)("%s", (path, bodies) => {
  // What is named by its key alone is looked up by the store.
  const [body] = bodies;

  const forProgramsAlone: readonly [string, string, Sent["headers"]][] = [
    ["PUT", path, {}],
    ["PUT", `${path}/?source=other`, {}],
    ["POST", path, { host: "tocsin:3000" }],
    ["POST", path, { host: "tocsin_app.monitoring.svc.cluster.local" }],
  ];

  test.each([
    ...(path === "/api/alerts" ? [] : forProgramsAlone),
    ["POST", path, {}],
    ["POST", `${path}/`, {}],
    ["POST", path, { "content-type": "text/plain; charset=UTF-8" }],
  ] as const)("takes %s %s with %j", async (method, path, headers = {}) => {
    const answer = await ask({ method, path, headers, body });
    expect(answer.status).toBe(path.includes("pagerduty") ? 202 : 200);
    const { results } = v.parse(received, answer.json);
    expect(results.filter(({ outcome }) => outcome === "rejected")).toEqual([]);
  });

  test.each([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["GZIP", gzipSync],
    ["identity, gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["zstd", zstdCompressSync],
  ] as const)("takes what is compressed with %s", async (encoding, compress) => {
    const bytes = compress(JSON.stringify(body));
    const { status } = await post(path, bytes, { "content-encoding": encoding });
    expect(status).toBeLessThan(300);
  });

  test("is described as its senders use it", () => {
    const operation = openApiOf(ingestRoutes({} as Receive), DESCRIBED).paths[path]?.["post"] as {
      requestBody: { content: { "application/json": { schema: JsonSchema } } };
    };
    const { schema } = operation.requestBody.content["application/json"];
    for (const body of bodies) expect([body, misfit(schema, body)]).toEqual([body, null]);
  });
});

describe("what is compressed", () => {
  const MIB = 1_048_576;

  test.each([MIB + 1, 500 * MIB])("may not have %i bytes in the end", async (length) => {
    const bytes = gzipSync(Buffer.alloc(length, 32));
    const headers = { "content-encoding": "gzip" };
    const answer = await post("/api/alerts", bytes, headers);
    expect(problemOf(answer)).toEqual([413, "body-too-large"]);
  });

  test("may have as many as any body", async () => {
    const bytes = gzipSync(`{"title":"x"${" ".repeat(MIB - 13)}}`);
    expect((await post("/api/alerts", bytes, { "content-encoding": "gzip" })).status).toBe(200);
  });

  test.each(["gzip", "deflate", "br", "zstd"])("with %s must be so", async (encoding) => {
    for (const bytes of [Buffer.from('{"title":"x"}'), gzipSync("x").subarray(0, 12)]) {
      const answer = await post("/api/alerts", bytes, { "content-encoding": encoding });
      expect(problemOf(answer)).toEqual([400, "invalid-encoding"]);
    }
  });

  test("with nothing in it is nothing", async () => {
    const answer = await post("/api/alerts", "", { "content-encoding": "gzip" });
    expect(problemOf(answer)).toEqual([400, "invalid-body"]);
  });
});

describe("what PagerDuty's clients are told", () => {
  const trigger = { event_action: "trigger", payload: { summary: "S", severity: "error" } };

  test("is that it was taken, and by which key it goes", async () => {
    const { status, json } = await post("/api/ingest/pagerduty", { ...trigger, dedup_key: "k" });
    expect(status).toBe(202);
    expect(json).toMatchObject({ status: "success", dedup_key: "k", results: [{ index: 0 }] });
  });

  test("is a key of ours where they have none", async () => {
    const answers = [trigger, trigger].map((body) => post("/api/ingest/pagerduty", body));
    const keys = (await Promise.all(answers)).map(({ json }) =>
      v.parse(v.object({ dedup_key: v.pipe(v.string(), v.uuid()) }), json),
    );
    expect(keys[0]).not.toEqual(keys[1]);
  });
});

test("numbers keep the digits that they were sent with", async () => {
  const alerts = ["1234567890123456781", "1234567890123456782", "1.50"].map(
    (id) => `{"labels":{"digits":"yes","id":${id}}}`,
  );
  await post("/api/ingest/alertmanager", `{"alerts":[${alerts.join()}]}`);
  const { json } = await ask({ path: "/api/alerts?label=digits=yes" });
  expect(json).toMatchObject({
    alerts: [
      { labels: { id: "1.50" } },
      { labels: { id: "1234567890123456782" } },
      { labels: { id: "1234567890123456781" } },
    ],
  });
});

test("amtool is told what it asks", async () => {
  const { status, json } = await ask({ path: "/api/v2/status", headers: { host: "tocsin:3000" } });
  expect(status).toBe(200);
  expect(json).toMatchObject({
    cluster: { status: "disabled", peers: [] },
    versionInfo: { version: "tocsin" },
    uptime: expect.stringMatching(/^\d{4}-/u),
  });
});
