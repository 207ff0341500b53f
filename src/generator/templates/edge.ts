import type { Area } from "../template.ts";
import { numbered, REGIONS } from "./places.ts";

const entrance = {
  env: "prod",
  region: REGIONS,
  service: ["cdn", "gateway", "dns"],
  team: "edge",
} as const;

export const edge: Area = [
  {
    source: "grafana",
    severity: "error",
    weight: 4,
    labels: { alertname: "High error rate", ...entrance },
    title: "{value}% of requests to {service} in {region} fail with a 5xx",
    description: "The share of the last five minutes, health checks left out.",
    range: [2, 60],
  },
  {
    source: "grafana",
    severity: "warning",
    weight: 5,
    labels: { alertname: "High latency", ...entrance },
    title: "{service} in {region} takes {value} ms",
    description: "At the 99th percentile, over ten minutes.",
    range: [600, 5000],
  },
  {
    source: "blackbox",
    severity: "critical",
    weight: 1,
    labels: { alertname: "SiteUnreachable", ...entrance, probe: numbered("probe-", 6) },
    title: "{service} cannot be reached from {probe}",
    description:
      "{value} attempts in a row have timed out. The other probes are listed in the runbook.",
    range: [3, 60],
  },
  {
    source: "blackbox",
    severity: "info",
    weight: 5,
    labels: { alertname: "SlowHandshake", ...entrance, probe: numbered("probe-", 6) },
    title: "TLS handshakes with {service} take {value} ms from {probe}",
    description: "",
    range: [250, 2000],
  },
  {
    source: "monitor",
    severity: "warning",
    weight: 3,
    labels: { alertname: "CacheHitRateLow", ...entrance },
    title: "Only {value}% of requests in {region} are answered from the cache",
    description: "A deployment that changes all asset names does this for a quarter of an hour.",
    range: [20, 75],
  },
  {
    source: "monitor",
    severity: "warning",
    weight: 3,
    labels: { alertname: "RateLimited", ...entrance, client: numbered("client-", 40) },
    title: "{client} is over its rate limit",
    description:
      "{value} requests a second were turned away. It may be an attack, it may be a cron job.",
    range: [10, 900],
  },
];
