import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "../support/fixtures.ts";

test("a posted alert is in the feed as it was told", async ({ app }) => {
  const told = {
    title: "Disk <b>full</b> 🔥",
    severity: "page",
    source: "script",
    fingerprint: "f1",
    labels: { host: "web-1", constructor: "c" },
    annotations: { runbook: "https://runbooks.example/disk" },
    description: "on /dev/sda1",
    url: "https://example.org/graph",
    startedAt: "2026-01-02T03:04:05.678901+02:00",
  };
  const [result] = await app.post([told]);
  expect(result).toEqual({ index: 0, outcome: "opened", id: 1 });
  const answer = await app.fetch("/api/alerts/1");
  expect(await answer.json()).toEqual({
    ...told,
    id: 1,
    seq: 1,
    severity: "critical",
    status: "firing",
    startedAt: "2026-01-02T01:04:05.678Z",
    receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u),
    lastSeenAt: expect.any(String),
    occurrences: 1,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    resolvedBy: null,
    snoozedUntil: null,
    deletedAt: null,
  });
});

test("a title is enough, and one alert needs no array", async ({ app }) => {
  const answer = await app.send("/api/alerts", { title: "Something" });
  expect(await answer.json()).toEqual({ results: [{ index: 0, outcome: "opened", id: 1 }] });
  expect((await app.page()).alerts[0]).toMatchObject({
    title: "Something",
    severity: "info",
    status: "firing",
    labels: {},
  });
});

test("the outcomes of an episode, from its opening to the next", async ({ app }) => {
  const alert = { title: "Disk is full", fingerprint: "f", startedAt: "2026-01-01T00:00:00Z" };
  const resolved = { ...alert, status: "resolved", resolvedAt: "2026-01-01T01:00:00Z" };
  const outcomes: string[] = [];
  for (const report of [
    alert,
    alert,
    alert,
    { ...alert, severity: "critical" },
    { ...resolved, severity: "critical" },
    resolved,
    alert,
    resolved,
    { ...alert, startedAt: "2026-01-02T00:00:00Z" },
  ]) {
    const [result] = await app.post([report]);
    outcomes.push(`${result?.outcome} ${result?.id}`);
  }
  expect(outcomes).toEqual([
    "opened 1",
    "repeated 1",
    "unchanged 1",
    "updated 1",
    "resolved 1",
    "unchanged 1",
    "opened 1",
    "resolved 1",
    "opened 2",
  ]);
});

test("a late word on an old episode leaves the open one alone", async ({ app }) => {
  const old = { title: "Disk is full", fingerprint: "f", startedAt: "2026-01-01T00:00:00Z" };
  const oldResolved = { ...old, status: "resolved", resolvedAt: "2026-01-01T01:00:00Z" };
  await app.post([old]);
  await app.post([oldResolved]);
  await app.post([{ ...old, startedAt: "2026-01-02T00:00:00Z" }]);
  const [replayed] = await app.post([oldResolved]);
  expect(replayed?.outcome).toBe("unchanged");
  expect((await app.page()).alerts.map(({ status }) => status)).toEqual(["firing", "resolved"]);
});

test("without a fingerprint each post is an episode", async ({ app }) => {
  expect(await app.open([{ title: "x" }, { title: "x" }, { title: "x" }])).toEqual([1, 2, 3]);
});

test("one fingerprint on several label sets is several episodes", async ({ app }) => {
  const alert = { title: "x", fingerprint: "f" };
  expect(
    await app.open([
      { ...alert, labels: { a: "1" } },
      { ...alert, labels: { a: "2" } },
    ]),
  ).toEqual([1, 2]);
});

test("good alerts are kept and bad ones reported one by one", async ({ app }) => {
  const bad: unknown[] = [
    {},
    { title: "" },
    { title: 5 },
    { title: "x".repeat(1001) },
    { title: "x", startedAt: "yesterday" },
    { title: "x", labels: { ["n".repeat(201)]: "a" } },
    { title: "x", status: { is: "open" } },
    null,
    "x",
  ];
  const answer = await app.send("/api/alerts", [{ title: "first" }, ...bad, { title: "last" }]);
  expect(answer.status).toBe(200);
  const { results } = (await answer.json()) as { results: { outcome: string; index: number }[] };
  expect(results.map(({ index }) => index)).toEqual([...bad.keys(), 9, 10]);
  expect(results.map(({ outcome }) => outcome)).toEqual([
    "opened",
    ...bad.map(() => "rejected"),
    "opened",
  ]);
  expect(results[1]).toEqual({
    index: 1,
    outcome: "rejected",
    code: "invalid-alert",
    detail: expect.stringContaining("title"),
  });
  expect((await app.page()).alerts.map(({ title }) => title)).toEqual(["last", "first"]);
});

test("a thousand alerts in a body are taken, one more is not", async ({ app }) => {
  const alerts = Array.from({ length: 1000 }, (_, index) => ({ title: `Alert ${index}` }));
  expect(await app.open(alerts)).toHaveLength(1000);
  const answer = await app.send("/api/alerts", [...alerts, { title: "x" }]);
  expect(answer.status).toBe(400);
  expect((await app.page("limit=1")).head.seq).toBe(1000);
});

test("a body that is no such thing is refused with a code", async ({ app }) => {
  const post = async (body: BodyInit, type = "application/json") => {
    const init = { method: "POST", headers: { "content-type": type }, body };
    const answer = await app.fetch("/api/alerts", init);
    const { code } = (await answer.json()) as { code: string };
    return `${answer.status} ${code}`;
  };
  expect(await post("{")).toBe("400 invalid-json");
  expect(await post("")).toMatch(/^400 invalid-(json|body)$/u);
  expect(await post(new Uint8Array([0x22, 0xff, 0xfe, 0x22]))).toBe("400 invalid-utf8");
  expect(await post("5")).toMatch(/^(400 invalid-body|400 invalid-alert)$/u);
  expect(await post(JSON.stringify({ title: "x".repeat(1024 * 1024) }))).toBe("413 body-too-large");
  expect(await post("title=x", "application/x-www-form-urlencoded")).toBe("400 invalid-json");
  expect((await app.page()).alerts).toEqual([]);
});

test("what Alertmanager really sends is taken", async ({ app }) => {
  const folder = new URL("../../src/server/ingest/fixtures/alertmanager/", import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith(".json")).toSorted();
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const answer = await app.send(
      "/api/ingest/alertmanager",
      JSON.parse(await readFile(new URL(file, folder), "utf8")),
    );
    expect(answer.status, file).toBe(200);
  }
  const { alerts } = await app.page();
  expect(alerts.length).toBeGreaterThan(0);
  expect(new Set(alerts.map(({ source }) => source))).toEqual(new Set(["alertmanager"]));
});

test("what Alertmanager cannot have sent is refused once and for all", async ({ app }) => {
  const answer = await app.send("/api/ingest/alertmanager", { hello: "world" });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: "invalid-body" });
});

test("Grafana may post or put", async ({ app }) => {
  const alert = {
    status: "firing",
    labels: { alertname: "HighLoad", severity: "critical" },
    annotations: { summary: "Load is high" },
    startsAt: "2026-01-01T00:00:00Z",
    endsAt: "0001-01-01T00:00:00Z",
    generatorURL: "https://grafana.example/alerting/1",
    fingerprint: "c6eadffa33fcdf37",
  };
  const payload = { receiver: "tocsin", status: "firing", orgId: 1, version: "1", alerts: [alert] };
  expect((await app.send("/api/ingest/grafana?source=lab", payload, "PUT")).status).toBe(200);
  expect((await app.page()).alerts).toMatchObject([
    { title: "Load is high", severity: "critical", source: "lab", fingerprint: alert.fingerprint },
  ]);
  expect((await app.send("/api/ingest/grafana", payload)).status).toBe(200);
  expect((await app.page()).alerts.map(({ source }) => source)).toEqual(["grafana", "lab"]);
});
