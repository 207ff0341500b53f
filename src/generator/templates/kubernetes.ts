import type { Area } from "../template.ts";
import { ENVS, NAMESPACES, numbered, REGIONS, SERVICES } from "./places.ts";

const workload = {
  env: ENVS,
  region: REGIONS,
  namespace: NAMESPACES,
  service: SERVICES,
  team: "platform",
};

export const kubernetes: Area = [
  {
    source: "alertmanager",
    severity: "warning",
    weight: 7,
    labels: {
      alertname: "KubePodCrashLooping",
      ...workload,
      pod: numbered("5d8f7c9b4-", 9, "kq"),
    },
    title: "Pod {namespace}/{service}-{pod} restarts in a loop",
    description: "{value} restarts in the last half hour.",
    range: [3, 40],
  },
  {
    source: "alertmanager",
    severity: "error",
    weight: 4,
    labels: { alertname: "KubeDeploymentReplicasMismatch", ...workload },
    title: "{namespace}/{service} has fewer replicas than it should",
    description: "{value}% of the wanted replicas are ready.",
    range: [10, 90],
  },
  {
    source: "alertmanager",
    severity: "warning",
    weight: 4,
    labels: { alertname: "KubeCpuThrottling", ...workload },
    title: "{namespace}/{service} is throttled {value}% of the time",
    description: "Its CPU limit is lower than what it needs at this load.",
    range: [25, 95],
  },
  {
    source: "alertmanager",
    severity: "critical",
    weight: 1,
    labels: {
      alertname: "KubeNodeNotReady",
      env: ENVS,
      region: REGIONS,
      node: numbered("worker-", 18),
      team: "platform",
    },
    title: "Node {node} in {region} is not ready",
    description: "Its {value} pods move elsewhere if there is room.",
    range: [10, 60],
  },
  {
    source: "alertmanager",
    severity: "warning",
    weight: 3,
    labels: {
      alertname: "KubePersistentVolumeFillingUp",
      ...workload,
      volume: ["data-0", "data-1"],
    },
    title: "Volume {volume} of {namespace}/{service} is {value}% full",
    description: "",
    range: [85, 99],
  },
  {
    source: "alertmanager",
    severity: "info",
    weight: 6,
    labels: { alertname: "KubeJobFailed", ...workload, job: ["reindex", "cleanup", "report"] },
    title: "Job {namespace}/{job} failed",
    description: "It tries again by itself; this was attempt {value}.",
    range: [1, 6],
  },
  {
    source: "alertmanager",
    severity: "info",
    weight: 4,
    labels: { alertname: "KubeHpaMaxedOut", ...workload },
    title: "Autoscaler of {namespace}/{service} has been at its maximum for {value} minutes",
    description: "",
    range: [15, 240],
  },
];
