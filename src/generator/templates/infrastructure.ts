import type { Area } from "../template.ts";
import { ENVS, numbered, REGIONS } from "./places.ts";

const host = {
  env: ENVS,
  region: REGIONS,
  instance: numbered("node-", 24, ":9100"),
  team: "infra",
};

export const infrastructure: Area = [
  {
    source: "alertmanager",
    severity: "warning",
    weight: 6,
    labels: { alertname: "HostDiskSpaceFillingUp", ...host, mountpoint: ["/", "/var", "/data"] },
    title: "Disk {mountpoint} on {instance} is {value}% full",
    description: "At the rate of the last six hours it is full before the working day ends.",
    range: [81, 99],
  },
  {
    source: "alertmanager",
    severity: "warning",
    weight: 6,
    labels: { alertname: "HostHighCpuLoad", ...host },
    title: "CPU of {instance} is {value}% busy",
    description: "User and system time together, averaged over ten minutes.",
    range: [85, 100],
  },
  {
    source: "alertmanager",
    severity: "error",
    weight: 3,
    labels: { alertname: "HostOutOfMemory", ...host },
    title: "{instance} has {value}% of its memory left and has begun to swap",
    description: "The largest process is named in the runbook's first query. Restarting it helps.",
    range: [1, 8],
  },
  {
    source: "alertmanager",
    severity: "critical",
    weight: 1.2,
    labels: { alertname: "HostDown", ...host },
    title: "{instance} does not answer",
    description: "No scrape has succeeded for {value} minutes. Its console may still be reachable.",
    range: [3, 45],
  },
  {
    source: "monitor",
    severity: "info",
    weight: 5,
    labels: { alertname: "HostClockSkew", ...host },
    title: "Clock of {instance} is off by {value} ms",
    description: "",
    range: [40, 900],
  },
  {
    source: "monitor",
    severity: "warning",
    weight: 2,
    labels: { alertname: "RaidDegraded", ...host, array: ["md0", "md1"] },
    title:
      "Array {array} on {instance} runs without redundancy: one disk has failed, rebuild at {value}%",
    description: "Until the rebuild ends, the loss of a second disk loses the data.",
    range: [1, 98],
  },
  {
    source: "monitor",
    severity: "info",
    weight: 5,
    labels: { alertname: "RebootRequired", ...host },
    title: "{instance} waits for a reboot",
    description: "Security updates were installed {value} days ago and are not in use yet.",
    range: [1, 20],
  },
];
