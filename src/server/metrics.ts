import "server-only";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Outcome } from "../shared/outcome.ts";
import type { Commit } from "./store/store.ts";

export type Metrics = ReturnType<typeof createMetrics>;

/** What the server tells Prometheus about itself. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const commits = new Counter({
    name: "tocsin_commits_total",
    help: "Transactions that changed something.",
    registers,
  });
  const events = new Counter({
    name: "tocsin_events_total",
    help: "Events appended to the log.",
    registers,
  });
  const seq = new Gauge({ name: "tocsin_log_seq", help: "Number of the last event.", registers });
  const reports = new Counter({
    name: "tocsin_reports_total",
    help: "Alerts that sources posted, by what they led to.",
    labelNames: ["outcome"] as const,
    registers,
  });
  const connections = new Gauge({
    name: "tocsin_connections",
    help: "Open live sockets.",
    registers,
  });
  const requests = new Histogram({
    name: "tocsin_request_seconds",
    help: "Time to answer an HTTP request.",
    labelNames: ["method", "route", "status"] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });

  return {
    commit({ from, to }: Commit) {
      commits.inc();
      events.inc(to - from);
      seq.set(to);
    },
    report: (outcome: Outcome) => reports.inc({ outcome }),
    connections: (open: number) => connections.set(open),
    request(method: string, route: string, status: number, seconds: number) {
      requests.observe({ method, route, status: String(status) }, seconds);
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
