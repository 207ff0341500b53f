import { once } from "node:events";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { WebSocket } from "ws";
import { aReport } from "../../../domain/history.arbitrary.ts";
import { SUBPROTOCOL, type Subscribe } from "../../../protocol/frame.ts";
import { send, type Server, startServer } from "../../process/server.fixture.ts";

let server: Server;
beforeAll(async () => {
  // No beats: what is sent is counted, however long it takes.
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  server = await startServer();
});
afterAll(() => {
  vi.useRealTimers();
  return server.stop();
});

/** The value of a metric, by its name and labels as Prometheus reads them. */
async function valueOf(metric: string): Promise<number> {
  const { text } = await send(server.port, { path: "/metrics" });
  const line = text.split("\n").find((line) => line.startsWith(`${metric} `));
  return Number(line?.slice(metric.length + 1) ?? 0);
}

async function subscribe(message: Omit<Subscribe, "type">) {
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/api/live`, SUBPROTOCOL);
  onTestFinished(() => socket.terminate());
  const frames: Buffer[] = [];
  socket.on("message", (data: Buffer) => frames.push(data));
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "subscribe", ...message }));
  await expect.poll(() => frames.length).toBeGreaterThan(0);
  return { socket, frames };
}

function open(alerts: number) {
  const report = aReport({ fingerprint: null });
  return server.store.execute(
    Array.from({ length: alerts }, () => ({ type: "Report", report })),
    null,
  );
}

test("commits, events, outcomes and the size of the database are told", async () => {
  const before = await Promise.all([valueOf("tocsin_commits_total"), valueOf("tocsin_log_seq")]);
  const size = await valueOf("tocsin_database_bytes");
  const alert = { title: "x", description: "x".repeat(10_000) };
  const body = [...Array.from({ length: 10 }, () => alert), { title: "" }];
  await send(server.port, { method: "POST", path: "/api/alerts", body });
  expect(await valueOf("tocsin_commits_total")).toBe((before[0] ?? 0) + 1);
  expect(await valueOf("tocsin_log_seq")).toBe((before[1] ?? 0) + 10);
  expect(await valueOf("tocsin_events_total")).toBe(10);
  expect(await valueOf('tocsin_reports_total{outcome="opened"}')).toBe(10);
  expect(await valueOf('tocsin_reports_total{outcome="rejected"}')).toBe(1);
  expect(await valueOf("tocsin_database_bytes")).toBeGreaterThan(size);
  expect(await valueOf("tocsin_writes_waiting")).toBe(0);
});

test("a server that starts knows where its log stands", async () => {
  const first = await startServer();
  await send(first.port, { method: "POST", path: "/api/alerts", body: { title: "x" } });
  await first.stop();
  const again = await startServer({ DATABASE_URL: `file:${first.databaseFile}` });
  const text = await again.telemetry.metrics.text();
  await again.stop();
  expect(text).toContain("tocsin_log_seq 1\n");
});

test("requests of the API are timed by the pattern that their address matched", async () => {
  await send(server.port, { path: "/api/alerts/987654/events" });
  const labels = 'method="GET",route="/api/alerts/:id/events",status="404"';
  expect(await valueOf(`tocsin_request_seconds_count{${labels}}`)).toBe(1);
  expect(await server.telemetry.metrics.text()).not.toContain("987654");
});

test("pages are measured by where they lie and whether they were filtered", async () => {
  for (const query of ["", "?limit=2", "?at=2026-01-01T00:00:00Z", "?severity=info"]) {
    await send(server.port, { path: `/api/alerts${query}` });
  }
  const counted = (labels: string) => valueOf(`tocsin_page_seconds_count{${labels}}`);
  expect(await counted('place="head",filtered="no"')).toBe(2);
  expect(await counted('place="at",filtered="no"')).toBe(1);
  expect(await counted('place="head",filtered="yes"')).toBe(1);
});

test("sockets, what they are sent and how far the slowest is behind are told", async () => {
  const since = server.store.head();
  const present = await subscribe({ since: null });
  expect(await valueOf("tocsin_connections")).toBe(1);
  expect(await valueOf("tocsin_subscriptions")).toBe(1);
  expect(server.hub.state().lag).toBe(0);
  const [frames, bytes] = [
    await valueOf("tocsin_frames_total"),
    await valueOf("tocsin_frame_bytes_total"),
  ];
  expect(frames).toBeGreaterThan(0);
  await open(3);
  await expect.poll(() => present.frames.length).toBe(2);
  expect(await valueOf("tocsin_frames_total")).toBe(frames + 1);
  const diff = present.frames[1]?.length ?? 0;
  expect(await valueOf("tocsin_frame_bytes_total")).toBe(bytes + diff);

  const late = await subscribe({ since });
  await expect.poll(() => late.frames.length).toBe(2);
  expect(await valueOf('tocsin_catch_up_reads_total{from="memory"}')).toBe(1);
  expect(await valueOf("tocsin_catch_up_frames_total")).toBe(1);

  await subscribe({ since: { epoch: "other", seq: 0 } });
  expect(await valueOf('tocsin_resets_total{reason="epoch"}')).toBe(1);
  present.socket.terminate();
  await expect.poll(() => valueOf("tocsin_subscriptions")).toBe(1);
});

test("refused sockets are told by why", async () => {
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/api/lives`);
  await once(socket, "error");
  expect(await valueOf('tocsin_handshakes_refused_total{code="not-found"}')).toBe(1);
});

test("attempts to sign in are told by what became of them", async () => {
  const body = { name: "nobody", password: "not the password" };
  await send(server.port, { method: "POST", path: "/api/session", body });
  expect(await valueOf('tocsin_sign_ins_total{via="password",outcome="sign-in-failed"}')).toBe(1);
});

test("the delay of the event loop is told", async () => {
  expect(await valueOf("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThan(0);
});
