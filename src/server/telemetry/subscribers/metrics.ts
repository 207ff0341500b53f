import "server-only";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Store } from "../../store/store.ts";
import { CHANNELS } from "../channel.ts";
import type { Subscriber } from "./subscriber.ts";

/** A metric with its values. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly values: readonly MetricValue[];
}

export interface MetricValue {
  readonly value: number;
  /** `le` of a histogram's bucket is a number, or `+Inf`. */
  readonly labels: Readonly<Record<string, string | number>>;
  /** Of the values of a histogram: which it is. */
  readonly metricName?: string;
}

/** What is looked at when Prometheus asks, and costs nothing until then. */
export interface Watched {
  /** Where the log stands, who is subscribed, and how far the furthest is behind (events). */
  readonly hub: {
    state(): { readonly seq: number; readonly subscriptions: number; readonly lag: number };
  };
  readonly store: Pick<Store, "measure">;
  /** Of all webhooks: events that are pending, and how many are paused. */
  readonly webhooks: () => Promise<{ readonly pending: number; readonly paused: number }>;
  /** How many monitors are in each state. */
  readonly monitors: () => Promise<Readonly<Record<string, number>>>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
/** A receiver is waited for 15 seconds. */
const PATIENT_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];

/** What the server tells Prometheus about itself: what the subscriber hears of, and what is watched. */
export function createMetrics({ on }: Pick<Subscriber, "on">) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  function counter<Label extends string = never>(name: string, help: string, ...labels: Label[]) {
    return new Counter({ name: `tocsin_${name}`, help, labelNames: labels, registers });
  }
  function gauge<Label extends string = never>(name: string, help: string, ...labels: Label[]) {
    return new Gauge({ name: `tocsin_${name}`, help, labelNames: labels, registers });
  }
  function histogram<Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    ...labels: Label[]
  ) {
    const named = { name: `tocsin_${name}`, help, labelNames: labels };
    return new Histogram({ ...named, buckets, registers });
  }

  const commits = counter("commits_total", "Transactions that changed something.");
  const events = counter("events_total", "Events appended to the log.");
  on(CHANNELS.commit, (fact) => {
    commits.inc();
    events.inc(fact.events);
  });

  const reports = counter("reports_total", "Alerts posted, by what they led to.", "outcome");
  on(CHANNELS.report, ({ outcome }) => reports.inc({ outcome }));

  const refused = counter("requests_refused_total", "Requests that were refused, by why.", "code");
  on(CHANNELS.refusal, ({ code }) => refused.inc({ code }));

  const requests = histogram(
    "request_seconds",
    "Time to answer an HTTP request.",
    SECONDS,
    "method",
    "route",
    "status",
  );
  on(CHANNELS.request, ({ method, route, status, ms }) => {
    if (!route.startsWith("/api/")) return;
    requests.observe({ method, route, status: String(status) }, ms / 1000);
  });

  const pages = histogram(
    "page_seconds",
    "Time to read a page of the feed.",
    SECONDS,
    "place",
    "filtered",
  );
  on(CHANNELS.page, ({ place, filtered, ms }) =>
    pages.observe({ place, filtered: filtered ? "yes" : "no" }, ms / 1000),
  );

  const connections = gauge("connections", "Open live sockets.");
  const handshakes = counter("handshakes_refused_total", "Live sockets refused, by why.", "code");
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
  on(CHANNELS.socket, (fact) => {
    switch (fact.type) {
      case "opened":
      case "closed":
        return connections.set(fact.open);
      case "refused":
        return handshakes.inc({ code: fact.code });
      case "chunk-read":
        return chunksRead.inc({ from: fact.from });
      case "chunk-sent":
        return chunksSent.inc();
      case "reset":
        return resets.inc({ reason: fact.reason });
      case "closed-slow":
        return closedSlow.inc();
      default:
        return fact satisfies never;
    }
  });

  const frames = counter("frames_total", "Frames sent on live sockets.");
  const frameBytes = counter("frame_bytes_total", "Bytes of those frames.");
  // A frame goes to thousands of sockets: counting it must cost next to nothing.
  let unread = { frames: 0, bytes: 0 };
  on(CHANNELS.frame, ({ bytes }) => {
    unread.frames += 1;
    unread.bytes += bytes;
  });

  const webhookAttempts = counter(
    "webhook_attempts_total",
    "Requests to webhooks, by what became of them.",
    "outcome",
  );
  const webhookSeconds = histogram(
    "webhook_seconds",
    "Time until a webhook's receiver answered, or it was clear that it would not.",
    PATIENT_SECONDS,
    "outcome",
  );
  on(CHANNELS.webhook, ({ outcome, ms }) => {
    webhookAttempts.inc({ outcome });
    webhookSeconds.observe({ outcome }, ms / 1000);
  });

  const numbers = counter(
    "numbers_total",
    "Numbers pushed for monitors, by whether they were taken.",
    "outcome",
  );
  on(CHANNELS.numbers, ({ accepted, rejected }) => {
    numbers.inc({ outcome: "accepted" }, accepted);
    numbers.inc({ outcome: "rejected" }, rejected);
  });

  const signIns = counter("sign_ins_total", "Attempts to sign in.", "via", "outcome");
  on(CHANNELS.signIn, ({ via, outcome }) => signIns.inc({ via, outcome }));

  const reporter = {
    sent: counter("telemetry_sent_total", "What reporters have sent.", "reporter"),
    dropped: counter("telemetry_dropped_total", "What reporters could not send.", "reporter"),
    failed: counter("telemetry_failed_total", "Requests of reporters that failed.", "reporter"),
  };
  on(CHANNELS.reporter, ({ reporter: name, outcome, events }) =>
    reporter[outcome].inc({ reporter: name }, outcome === "failed" ? 1 : events),
  );

  const seq = gauge("log_seq", "Number of the last event.");
  const subscriptions = gauge("subscriptions", "Live sockets that are told of changes.");
  const lag = gauge("slowest_lag_events", "Events that the slowest subscription has yet to hear.");
  const waiting = gauge("writes_waiting", "Requests that wait to be written.");
  const databaseBytes = gauge("database_bytes", "Size of the database.");
  const webhookPending = gauge("webhook_pending", "Events that webhooks have yet to take.");
  const webhooksPaused = gauge("webhooks_paused", "Webhooks that are sent nothing until resumed.");
  const monitors = gauge("monitors", "Monitors, by what they do.", "state");
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
    for (const [state, count] of Object.entries(await watched.monitors()))
      monitors.set({ state }, count);
    const store = await watched.store.measure();
    waiting.set(store.waiting);
    databaseBytes.set(store.bytes);
  }

  return {
    watch: (what: Watched) => void (watched = what),
    contentType: registry.contentType,
    /** As Prometheus reads it. */
    async text(): Promise<string> {
      await look();
      return registry.metrics();
    },
    async values(): Promise<readonly Metric[]> {
      await look();
      // The types of the package have numbers for what are words.
      return (await registry.getMetricsAsJSON()) as unknown as readonly Metric[];
    },
  };
}
