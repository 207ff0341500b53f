import "server-only";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Outcome } from "../../domain/outcome.ts";
import type { Place } from "../../protocol/page.ts";
import type { ProblemCode } from "../../domain/problem.ts";
import type { ResetReason } from "../../protocol/frame.ts";
import type { WebhookAttempt } from "../../protocol/webhooks.ts";
import type { Commit, Store } from "../store/store.ts";

export type Metrics = ReturnType<typeof createMetrics>;

/** What is looked at when Prometheus asks, and costs nothing until then. */
export interface Watched {
  /** Where the log stands, who is subscribed, and how far the furthest is behind (events). */
  readonly hub: {
    state(): { readonly seq: number; readonly subscriptions: number; readonly lag: number };
  };
  readonly store: Pick<Store, "measure">;
  /** Of all webhooks: events that are pending, and how many are paused. */
  readonly webhooks: () => Promise<{ readonly pending: number; readonly paused: number }>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What the server tells Prometheus about itself. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  function counter<Label extends string = never>(name: string, help: string, ...labels: Label[]) {
    return new Counter({ name: `tocsin_${name}`, help, labelNames: labels, registers });
  }
  function gauge(name: string, help: string) {
    return new Gauge({ name: `tocsin_${name}`, help, registers });
  }
  function histogram<Label extends string>(name: string, help: string, ...labels: Label[]) {
    const named = { name: `tocsin_${name}`, help, labelNames: labels };
    return new Histogram({ ...named, buckets: SECONDS, registers });
  }

  const commits = counter("commits_total", "Transactions that changed something.");
  const events = counter("events_total", "Events appended to the log.");
  const seq = gauge("log_seq", "Number of the last event.");
  const reports = counter("reports_total", "Alerts posted, by what they led to.", "outcome");
  const refused = counter("requests_refused_total", "Requests that were refused, by why.", "code");
  const requests = histogram(
    "request_seconds",
    "Time to answer an HTTP request.",
    "method",
    "route",
    "status",
  );
  const pages = histogram("page_seconds", "Time to read a page of the feed.", "place", "filtered");
  const connections = gauge("connections", "Open live sockets.");
  const handshakes = counter("handshakes_refused_total", "Live sockets refused, by why.", "code");
  const frames = counter("frames_total", "Frames sent on live sockets.");
  const frameBytes = counter("frame_bytes_total", "Bytes of those frames.");
  const chunksRead = counter(
    "catch_up_reads_total",
    "Parts of what was missed that were read, however many subscriptions shared them.",
    "from",
  );
  const chunksSent = counter("catch_up_frames_total", "Parts of what was missed that were sent.");
  const resets = counter(
    "resets_total",
    "Subscriptions that need a page afresh, by why.",
    "reason",
  );
  const closedSlow = counter("slow_readers_closed_total", "Sockets closed for not being read.");

  const webhookAttempts = counter(
    "webhook_attempts_total",
    "Requests to webhooks, by what became of them.",
    "outcome",
  );

  const subscriptions = gauge("subscriptions", "Live sockets that are told of changes.");
  const lag = gauge("slowest_lag_events", "Events that the slowest subscription has yet to hear.");
  const waiting = gauge("writes_waiting", "Requests that wait to be written.");
  const databaseBytes = gauge("database_bytes", "Size of the database.");
  const webhookPending = gauge("webhook_pending", "Events that webhooks have yet to take.");
  const webhooksPaused = gauge("webhooks_paused", "Webhooks that are sent nothing until resumed.");

  // A frame goes to thousands of sockets: counting it must cost next to nothing.
  let unread = { frames: 0, bytes: 0 };
  let watched: Watched | null = null;

  async function look(): Promise<void> {
    frames.inc(unread.frames);
    frameBytes.inc(unread.bytes);
    unread = { frames: 0, bytes: 0 };
    if (watched === null) return;
    const hub = watched.hub.state();
    seq.set(hub.seq);
    subscriptions.set(hub.subscriptions);
    lag.set(hub.lag);
    const { pending, paused } = await watched.webhooks();
    webhookPending.set(pending);
    webhooksPaused.set(paused);
    const store = await watched.store.measure();
    waiting.set(store.waiting);
    databaseBytes.set(store.bytes);
  }

  return {
    watch: (what: Watched) => void (watched = what),
    commit({ from, to }: Commit) {
      commits.inc();
      events.inc(to - from);
    },
    report: (outcome: Outcome) => reports.inc({ outcome }),
    request(method: string, route: string, status: number, seconds: number) {
      requests.observe({ method, route, status: String(status) }, seconds);
    },
    refused: (code: ProblemCode) => refused.inc({ code }),
    page(place: Place["type"], filtered: boolean, seconds: number) {
      pages.observe({ place, filtered: filtered ? "yes" : "no" }, seconds);
    },
    connections: (open: number) => connections.set(open),
    handshakeRefused: (code: ProblemCode) => handshakes.inc({ code }),
    frame(bytes: number) {
      unread.frames += 1;
      unread.bytes += bytes;
    },
    chunkRead: (from: "memory" | "log") => chunksRead.inc({ from }),
    chunkSent: () => chunksSent.inc(),
    reset: (reason: ResetReason) => resets.inc({ reason }),
    webhookAttempt: (outcome: WebhookAttempt["outcome"]) => webhookAttempts.inc({ outcome }),
    closedSlow: () => closedSlow.inc(),
    contentType: registry.contentType,
    async text(): Promise<string> {
      await look();
      return registry.metrics();
    },
  };
}
