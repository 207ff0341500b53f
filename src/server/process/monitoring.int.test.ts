import { afterAll, beforeAll, expect, test } from "vitest";
import * as v from "valibot";
import {
  metricsReceivedSchema,
  monitorPointsSchema,
  monitorSchema,
  monitorsSchema,
  previewSchema,
} from "../../protocol/monitors.ts";
import { auditSchema } from "../../protocol/people.ts";
import { MINUTE, usual } from "./monitoring.fixture.ts";
import { problemOf } from "./server.fixture.ts";
import { bearer, startTeam, type Team } from "./team.fixture.ts";

let team: Team;
beforeAll(async () => {
  team = await startTeam();
});
afterAll(() => team.server.stop());

const PUSH = { name: "orders", input: { type: "push", name: "orders" } };
const FEED = { name: "alerts", input: { type: "feed", filter: {}, count: "opened" }, bucket: 60 };

async function make(body: object) {
  const { json, status } = await team.rule("POST", "/api/monitors", body);
  expect(status).toBe(201);
  return v.parse(monitorSchema, json);
}

/** As Mira, whatever comes of it. */
async function tryTo(method: string, path: string, body?: unknown) {
  const headers = { cookie: await team.enter("Mira"), origin: team.origin };
  return team.ask({ method, path, headers, body });
}

test("a monitor is made, shown, changed, paused and removed", async () => {
  const made = await make(PUSH);
  expect(made).toEqual({
    id: made.id,
    ...PUSH,
    bucket: 300,
    aggregate: "mean",
    season: "none",
    sensitivity: "normal",
    direction: "both",
    minimumChange: 0,
    closeAfter: 15,
    silentAfter: 5,
    severity: "warning",
    labels: {},
    enabled: true,
    state: "learning",
    openAlertId: null,
    progress: 0,
    trouble: null,
    last: null,
  });
  const path = `/api/monitors/${made.id}`;
  expect((await team.rule("GET", path)).json).toEqual(made);
  expect(v.parse(monitorsSchema, (await team.rule("GET", "/api/monitors")).json)).toEqual({
    monitors: [made],
  });
  const changed = await team.rule("PUT", path, { sensitivity: "high", enabled: false });
  expect(changed.json).toEqual({ ...made, sensitivity: "high", enabled: false, state: "paused" });
  expect((await team.rule("DELETE", path)).status).toBe(204);
  expect(problemOf(await tryTo("GET", path))).toEqual([404, "monitor-not-found"]);
  expect(problemOf(await tryTo("PUT", path, {}))).toEqual([404, "monitor-not-found"]);
  expect(problemOf(await tryTo("GET", `${path}/points`))).toEqual([404, "monitor-not-found"]);
  const { entries } = v.parse(auditSchema, (await team.rule("GET", "/api/audit")).json);
  expect(entries.map(({ type }) => type).filter((type) => type.startsWith("monitor"))).toEqual([
    "monitor-removed",
    "monitor-changed",
    "monitor-added",
  ]);
});

test("a monitor of the feed has points at once, from its own thread", async () => {
  const { id } = await make(FEED);
  const points = async () =>
    v.parse(monitorPointsSchema, (await team.rule("GET", `/api/monitors/${id}/points`)).json);
  await expect.poll(async () => (await points()).points.length).toBeGreaterThan(260);
  const { threshold, spans, points: shown } = await points();
  expect({ threshold, spans }).toEqual({ threshold: 6, spans: [] });
  expect(shown.at(-1)).toMatchObject({ value: 0, expected: 0, score: expect.any(Number) });
  const headers = bearer(await team.key(["read"]));
  // A thread that is busy is not waited for.
  await expect
    .poll(async () => (await team.ask({ path: "/metrics", headers })).text)
    .toContain('tocsin_monitors{state="watching"} 1');
});

test("a preview says what would have opened, on points that are given", async () => {
  const points = Array.from({ length: 800 }, (_, index) => [
    new Date(Date.parse("2026-11-02T00:00:00Z") + index * 5 * MINUTE).toISOString(),
    index >= 600 && index < 612 ? 212 : usual(index),
  ]);
  const { json } = await team.rule("POST", "/api/monitors/preview", { ...PUSH, points });
  const preview = v.parse(previewSchema, json);
  expect(preview.points).toHaveLength(800);
  expect(preview).toMatchObject({
    progress: 1,
    threshold: 6,
    spans: [
      {
        from: "2026-11-04T02:00:00.000Z",
        title: expect.stringMatching(/^orders is unusually low: 212/u),
        closing: expect.stringMatching(/^Back to usual after/u),
      },
    ],
  });
  const feed = await team.rule("POST", "/api/monitors/preview", {
    ...FEED,
    bucket: 3600,
  });
  expect(v.parse(previewSchema, feed.json).spans).toEqual([]);
});

test.each([
  [{ ...PUSH, input: { type: "promql", url: "http://a.example/?b", query: "up" } }, /^input.url:/u],
  [{ ...PUSH, bucket: 61 }, /^bucket:/u],
  [{ ...PUSH, name: " " }, /^name:/u],
  [{ ...PUSH, closeAfter: 1 }, /^closeAfter:/u],
  [{ ...PUSH, minimumChange: -1 }, /^minimumChange:/u],
  [{ ...PUSH, input: { type: "push", name: "" } }, /^input.name:/u],
  [{ ...PUSH, input: { type: "mail" } }, /^input.type:/u],
  [
    { ...FEED, input: { ...FEED.input, filter: { status: ["firing"] } } },
    /^input.filter: .*status/u,
  ],
  [{ ...FEED, input: { ...FEED.input, filter: { snoozed: "no" } } }, /^input.filter: .*snoozed/u],
  [
    { ...FEED, input: { ...FEED.input, filter: { label: ["a!~("] } } },
    /^input.filter: label: a!~/u,
  ],
  [
    { ...PUSH, input: { type: "promql", url: "http://127.0.0.1:9090", query: "up" } },
    /^input.url:/u,
  ],
])("what makes no monitor is named: %j", async (body, detail) => {
  const answer = await tryTo("POST", "/api/monitors", body);
  expect(problemOf(answer)[0]).toBe(400);
  expect(answer.json).toMatchObject({ detail: expect.stringMatching(detail) });
});

test("keys push numbers and read, and change nothing", async () => {
  const { id } = await make(PUSH);
  const key = await team.key(["ingest"]);
  const reader = await team.key(["read"]);
  const push = (body: unknown, headers = bearer(key)) =>
    team.ask({ method: "POST", path: "/api/ingest/metrics", headers, body });
  const body =
    '[{"name":"orders","value":1e999},{"name":"orders","value":"3"},{"name":"orders","value":3},7,{"value":1},{"name":"orders","value":1,"time":"soon"}]';
  const received = await push(body);
  expect(received.status).toBe(200);
  const { accepted, rejected } = v.parse(metricsReceivedSchema, received.json);
  expect([accepted, rejected.map(({ index, code }) => [index, code])]).toEqual([
    1,
    [
      [0, "invalid-number"],
      [1, "invalid-number"],
      [3, "invalid-body"],
      [4, "invalid-body"],
      [5, "invalid-body"],
    ],
  ]);
  expect(problemOf(await push(body, bearer(reader)))).toEqual([403, "not-allowed"]);
  const looked = await team.ask({ path: `/api/monitors/${id}`, headers: bearer(reader) });
  expect(looked.status).toBe(200);
  for (const method of ["PUT", "DELETE"]) {
    const path = `/api/monitors/${id}`;
    const operator = await team.key(["read", "operate"]);
    const body = method === "PUT" ? {} : undefined;
    const tried = await team.ask({ method, path, headers: bearer(operator), body });
    expect(problemOf(tried)).toEqual([403, "not-allowed"]);
  }
  await team.rule("DELETE", `/api/monitors/${id}`);
});

test("ten thousand numbers a second are taken", async () => {
  const { id } = await make(PUSH);
  const key = await team.key(["ingest"]);
  const now = Date.now();
  const body = JSON.stringify(
    Array.from({ length: 10_000 }, (_, index) => ({
      name: "orders",
      labels: { host: `h${index % 100}` },
      time: new Date(now - (index % 1_000)).toISOString(),
      value: index,
    })),
  );
  const used = process.cpuUsage();
  for (let times = 0; times < 5; times++) {
    const { json } = await team.ask({
      method: "POST",
      path: "/api/ingest/metrics",
      headers: bearer(key),
      body,
    });
    expect(json).toEqual({ accepted: 10_000, rejected: [] });
  }
  // By processor time, and that of the sender is in it: a busy machine is no slower.
  const { user, system } = process.cpuUsage(used);
  expect((user + system) / 1e6 / 5).toBeLessThan(1);
  await team.rule("DELETE", `/api/monitors/${id}`);
});
