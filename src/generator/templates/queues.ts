import type { Area } from "../template.ts";
import { ENVS, REGIONS } from "./places.ts";

const queue = {
  env: ENVS,
  region: REGIONS,
  queue: ["orders", "emails", "invoices", "thumbnails", "exports", "webhooks"],
  team: "messaging",
} as const;

export const queues: Area = [
  {
    source: "rabbit",
    severity: "warning",
    weight: 6,
    labels: { alertname: "QueueGrowing", ...queue },
    title: "Queue {queue} holds {value} messages and grows",
    description: "More is published than is consumed. Look for a consumer that stands still.",
    range: [1000, 90_000],
  },
  {
    source: "rabbit",
    severity: "error",
    weight: 3,
    labels: { alertname: "QueueWithoutConsumers", ...queue },
    title: "Nothing consumes {queue}",
    description: "The last consumer left {value} minutes ago.",
    range: [2, 90],
  },
  {
    source: "rabbit",
    severity: "warning",
    weight: 4,
    labels: { alertname: "DeadLetters", ...queue },
    title: "{value} messages of {queue} were given up and lie in the dead letter queue",
    description: "",
    range: [1, 400],
  },
  {
    source: "alertmanager",
    severity: "error",
    weight: 3,
    labels: {
      alertname: "KafkaConsumerLag",
      env: ENVS,
      region: REGIONS,
      topic: ["clicks", "payments", "stock", "audit"],
      group: ["billing", "reports", "fraud"],
      team: "messaging",
    },
    title: "Consumer group {group} is {value} messages behind on {topic}",
    description: "At this rate it catches up tomorrow. Retention on this topic is three days.",
    range: [5000, 800_000],
  },
  {
    source: "rabbit",
    severity: "critical",
    weight: 0.8,
    labels: { alertname: "BrokerMemoryAlarm", env: ENVS, region: REGIONS, team: "messaging" },
    title: "The broker in {region} blocks all publishers: memory at {value}%",
    description:
      "Publishers wait until consumers have made room. Nothing is lost, everything is late.",
    range: [90, 100],
  },
];
