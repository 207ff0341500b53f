import { expect, onTestFinished, test } from "vitest";
import { CHANNELS, publishFact } from "../channel.ts";
import { createMetrics } from "./metrics.ts";
import { createSubscriber } from "./subscriber.ts";

/** What dashboards and alerts of those who run Tocsin name: none may go, and none may be called otherwise. */
const NAMES = [
  "catch_up_frames_total",
  "catch_up_reads_total",
  "commits_total",
  "connections",
  "database_bytes",
  "events_total",
  "frame_bytes_total",
  "frames_total",
  "handshakes_refused_total",
  "log_seq",
  "monitors",
  "numbers_total",
  "page_seconds",
  "reports_total",
  "request_seconds",
  "requests_refused_total",
  "resets_total",
  "sign_ins_total",
  "slow_readers_closed_total",
  "slowest_lag_events",
  "subscriptions",
  "telemetry_dropped_total",
  "telemetry_failed_total",
  "telemetry_sent_total",
  "webhook_attempts_total",
  "webhook_pending",
  "webhook_seconds",
  "webhooks_paused",
  "writes_waiting",
];

function listening() {
  const log = { error: (line: unknown) => expect.fail(JSON.stringify(line)) };
  const subscriber = createSubscriber("prometheus", { log, now: () => 0 });
  onTestFinished(subscriber.stop);
  const metrics = createMetrics(subscriber);
  const lines = async () => (await metrics.text()).split("\n");
  return { lines, subscriber };
}

test("every metric has the name that it always had", async () => {
  const { lines } = listening();
  const typed = (await lines()).flatMap((line) => /^# TYPE tocsin_(\S+)/u.exec(line)?.[1] ?? []);
  expect(typed.sort()).toEqual(NAMES);
});

test("each fact is counted under its labels", async () => {
  const { lines } = listening();
  publishFact(CHANNELS.commit, { events: 3 });
  publishFact(CHANNELS.report, { outcome: "opened" });
  publishFact(CHANNELS.refusal, { code: "invalid-json" });
  publishFact(CHANNELS.request, { method: "GET", route: "/api/alerts", status: 200, ms: 4 });
  publishFact(CHANNELS.request, { method: "GET", route: "site", status: 200, ms: 4 });
  const page = { place: "head", filtered: true, searched: true, outcome: "read", ms: 40 } as const;
  publishFact(CHANNELS.page, page);
  publishFact(CHANNELS.socket, { type: "opened", open: 2 });
  publishFact(CHANNELS.socket, { type: "closed", open: 1 });
  publishFact(CHANNELS.socket, { type: "refused", code: "not-found" });
  publishFact(CHANNELS.socket, { type: "chunk-read", from: "log" });
  publishFact(CHANNELS.socket, { type: "chunk-sent" });
  publishFact(CHANNELS.socket, { type: "reset", reason: "epoch" });
  publishFact(CHANNELS.socket, { type: "closed-slow" });
  publishFact(CHANNELS.frame, { bytes: 70 });
  publishFact(CHANNELS.frame, { bytes: 30 });
  publishFact(CHANNELS.webhook, { outcome: "failed", ms: 300 });
  publishFact(CHANNELS.numbers, { accepted: 9, rejected: 1 });
  publishFact(CHANNELS.signIn, { via: "password", outcome: "sign-in-failed", ms: 50 });
  publishFact(CHANNELS.reporter, { reporter: "otlp", outcome: "sent", events: 5 });
  publishFact(CHANNELS.reporter, { reporter: "otlp", outcome: "failed", events: 5 });
  publishFact(CHANNELS.reporter, { reporter: "posthog", outcome: "dropped", events: 7 });
  expect(await lines()).toEqual(
    expect.arrayContaining([
      "tocsin_commits_total 1",
      "tocsin_events_total 3",
      'tocsin_reports_total{outcome="opened"} 1',
      'tocsin_requests_refused_total{code="invalid-json"} 1',
      'tocsin_request_seconds_bucket{le="0.005",method="GET",route="/api/alerts",status="200"} 1',
      'tocsin_page_seconds_count{place="head",filtered="yes"} 1',
      "tocsin_connections 1",
      'tocsin_handshakes_refused_total{code="not-found"} 1',
      'tocsin_catch_up_reads_total{from="log"} 1',
      "tocsin_catch_up_frames_total 1",
      'tocsin_resets_total{reason="epoch"} 1',
      "tocsin_slow_readers_closed_total 1",
      "tocsin_frames_total 2",
      "tocsin_frame_bytes_total 100",
      'tocsin_webhook_attempts_total{outcome="failed"} 1',
      'tocsin_webhook_seconds_bucket{le="0.5",outcome="failed"} 1',
      'tocsin_webhook_seconds_bucket{le="0.25",outcome="failed"} 0',
      'tocsin_numbers_total{outcome="accepted"} 9',
      'tocsin_numbers_total{outcome="rejected"} 1',
      'tocsin_sign_ins_total{via="password",outcome="sign-in-failed"} 1',
      'tocsin_telemetry_sent_total{reporter="otlp"} 5',
      'tocsin_telemetry_failed_total{reporter="otlp"} 1',
      'tocsin_telemetry_dropped_total{reporter="posthog"} 7',
    ]),
  );
  expect((await lines()).join("\n")).not.toContain('route="site"');
});

test("what is told after the end is not counted", async () => {
  const { lines, subscriber } = listening();
  publishFact(CHANNELS.commit, { events: 1 });
  subscriber.stop();
  publishFact(CHANNELS.commit, { events: 1 });
  expect(await lines()).toContain("tocsin_commits_total 1");
});
