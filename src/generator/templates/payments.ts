import type { Area } from "../template.ts";
import { ENVS, REGIONS } from "./places.ts";

const payment = {
  env: ENVS,
  region: REGIONS,
  service: "payments",
  provider: ["cardnet", "paylane", "sepa", "walletly"],
  team: "payments",
} as const;

export const payments: Area = [
  {
    source: "grafana",
    severity: "error",
    weight: 4,
    labels: { alertname: "Declined payments", ...payment },
    title: "{value}% of payments through {provider} are declined",
    description: "Usual are three to five percent. Compare with the provider's status page.",
    range: [9, 70],
  },
  {
    source: "grafana",
    severity: "warning",
    weight: 5,
    labels: { alertname: "Payment latency", ...payment },
    title: "{provider} answers slowly: {value} ms at the 95th percentile",
    description: "Customers wait on the last page of the checkout.",
    range: [900, 8000],
  },
  {
    source: "grafana",
    severity: "critical",
    weight: 1,
    labels: { alertname: "No payments", ...payment },
    title: "No payment through {provider} for {value} minutes",
    description: "At this hour there is at least one every ten seconds.",
    range: [3, 40],
  },
  {
    source: "cron",
    severity: "error",
    weight: 2,
    labels: {
      alertname: "SettlementMismatch",
      env: "prod",
      provider: payment.provider,
      team: "finance",
    },
    title:
      "Yesterday's settlement file from {provider} does not add up: {value} transactions are in our books and not in theirs",
    description:
      "Nobody loses money by waiting until morning, but the file is kept for only a week.",
    range: [1, 90],
  },
  {
    source: "monitor",
    severity: "warning",
    weight: 3,
    labels: { alertname: "FraudScoreDrift", ...payment },
    title: "Fraud scores drift: {value}% more orders are held for review",
    description: "",
    range: [20, 300],
  },
  {
    source: "monitor",
    severity: "info",
    weight: 3,
    labels: { alertname: "WebhookRetries", ...payment },
    title: "{provider} sends notifications again",
    description: "{value} notifications were not answered in time and came a second time.",
    range: [1, 200],
  },
];
