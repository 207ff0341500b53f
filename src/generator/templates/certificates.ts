import type { Area } from "../template.ts";

const site = {
  host: [
    "www.shop.example",
    "api.shop.example",
    "pay.shop.example",
    "id.shop.example",
    "static.shop.example",
    "grafana.internal.example",
  ],
  team: "edge",
} as const;

export const certificates: Area = [
  {
    source: "blackbox",
    severity: "warning",
    weight: 4,
    labels: { alertname: "CertificateExpiresSoon", ...site },
    title: "The certificate of {host} expires in {value} days",
    description: "Renewal should have happened by itself thirty days before the end.",
    range: [2, 20],
  },
  {
    source: "blackbox",
    severity: "critical",
    weight: 0.4,
    labels: { alertname: "CertificateExpired", ...site },
    title: "The certificate of {host} has expired: browsers refuse the site",
    description: "It ended {value} hours ago.",
    range: [0.1, 9],
  },
  {
    source: "cron",
    severity: "info",
    weight: 4,
    labels: { alertname: "CertificateRenewalRetry", ...site },
    title: "Renewal for {host} did not go through",
    description: "The authority answered with a rate limit. Next attempt in {value} hours.",
    range: [1, 12],
  },
];
