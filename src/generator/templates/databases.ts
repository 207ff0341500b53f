import type { Area } from "../template.ts";
import { ENVS, numbered, REGIONS } from "./places.ts";

const database = {
  env: ENVS,
  region: REGIONS,
  instance: numbered("db-", 16, ":9187"),
  team: "storage",
};

export const databases: Area = [
  {
    source: "alertmanager",
    severity: "error",
    weight: 4,
    labels: { alertname: "PostgresReplicationLag", ...database },
    title:
      "Replica {instance} in {region} is {value} seconds behind its primary, so reads that must be fresh are served stale",
    description: "Often a long transaction on the primary or a slow disk on the replica.",
    range: [30, 900],
  },
  {
    source: "alertmanager",
    severity: "warning",
    weight: 5,
    labels: { alertname: "PostgresConnectionsHigh", ...database, service: ["orders", "users"] },
    title: "{instance}: {value}% of connections in use by {service}",
    description: "New connections are refused at 100%.",
    range: [80, 100],
  },
  {
    source: "grafana",
    severity: "warning",
    weight: 4,
    labels: { alertname: "Slow queries", ...database, database: ["orders", "catalog", "users"] },
    title: "Slow queries on {database}: {value} per minute",
    description: "Counted are queries over two seconds. The dashboard lists the worst ten.",
    range: [10, 400],
  },
  {
    source: "alertmanager",
    severity: "critical",
    weight: 0.8,
    labels: { alertname: "PostgresDown", ...database },
    title: "PostgreSQL on {instance} is down",
    description: "The exporter answers, the database has not for {value} minutes.",
    range: [1, 30],
  },
  {
    source: "cron",
    severity: "error",
    weight: 3,
    labels: { alertname: "BackupFailed", ...database, job: ["nightly", "hourly"] },
    title: "The {job} backup of {instance} failed",
    description: "The last good backup is {value} hours old.",
    range: [2, 70],
  },
  {
    source: "alertmanager",
    severity: "info",
    weight: 4,
    labels: { alertname: "PostgresDeadlocks", ...database },
    title: "{value} deadlocks on {instance}",
    description: "Each was broken by the server; the losing transactions were told to try again.",
    range: [1, 60],
  },
];
