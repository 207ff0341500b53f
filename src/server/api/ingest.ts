import "server-only";
import * as v from "valibot";
import { ALERTMANAGER, alertmanagerSchema, readAlertmanager } from "../ingest/alertmanager.ts";
import { GENERIC, genericBodySchema, readGeneric } from "../ingest/generic.ts";
import { GRAFANA, grafanaSchema, readGrafana } from "../ingest/grafana.ts";
import { pagerDutySchema, readPagerDuty } from "../ingest/pagerduty.ts";
import { pushSchema, readPush } from "../ingest/push.ts";
import { readSns, snsSchema } from "../ingest/sns.ts";
import { readUptimeKuma, uptimeKumaSchema } from "../ingest/uptime-kuma.ts";
import { readZabbix, zabbixSchema } from "../ingest/zabbix.ts";
import { type Receive, receivedSchema } from "./receive.ts";
import type { Route } from "../http/route.ts";
import { type Door, doorRoutes } from "./door.ts";

const answer = receivedSchema;

/** PagerDuty's clients take a 202 only, and resolve by the key that they are told. */
const pagerDuty: Omit<Door, "path" | "summary"> = {
  source: "pagerduty",
  body: pagerDutySchema,
  read: readPagerDuty,
  status: 202,
  answer: v.object({
    ...receivedSchema.entries,
    status: v.literal("success"),
    message: v.string(),
    dedup_key: v.nullable(v.string()),
  }),
  answerOf: ({ items: [item] }, received) => ({
    status: "success",
    message: "Event processed",
    dedup_key: item?.ok ? item.report.fingerprint : null,
    ...received,
  }),
};

const generic = { ...GENERIC, body: genericBodySchema, read: readGeneric, answer };

/** Every way in for alerts. */
export const DOORS: readonly Door[] = [
  {
    ...generic,
    path: "/api/alerts",
    summary: "Post one alert or an array of them",
    isShared: true,
  },
  {
    ...generic,
    path: "/api/ingest/generic",
    summary: "The same, for programs that know this server by another name",
  },
  {
    path: "/api/v2/alerts",
    summary: "Push alerts as to an Alertmanager",
    source: "prometheus",
    body: pushSchema,
    read: readPush,
    answer,
  },
  {
    path: "/api/ingest/alertmanager",
    summary: "Alertmanager's webhook, version 4",
    ...ALERTMANAGER,
    body: alertmanagerSchema,
    read: readAlertmanager,
    answer,
  },
  {
    path: "/api/ingest/grafana",
    summary: "Grafana's webhook, of its old alerting, too",
    ...GRAFANA,
    body: grafanaSchema,
    read: readGrafana,
    answer,
  },
  {
    path: "/api/ingest/sns",
    summary: "Amazon SNS, and CloudWatch through it",
    source: "cloudwatch",
    body: snsSchema,
    read: readSns,
    answer,
  },
  {
    path: "/api/ingest/zabbix",
    summary: "A media type of Zabbix",
    source: "zabbix",
    body: zabbixSchema,
    read: readZabbix,
    answer,
  },
  {
    path: "/api/ingest/uptime-kuma",
    summary: "Uptime Kuma's webhook",
    source: "uptime-kuma",
    body: uptimeKumaSchema,
    read: readUptimeKuma,
    answer,
  },
  { ...pagerDuty, path: "/api/ingest/pagerduty", summary: "PagerDuty's Events API, version 2" },
  {
    ...pagerDuty,
    path: "/api/ingest/pagerduty/v2/enqueue",
    summary: "The same, for clients that put its path behind an address",
  },
];

export function ingestRoutes(receive: Receive): Route[] {
  return DOORS.flatMap((door) => doorRoutes(door, receive));
}
