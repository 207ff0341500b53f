import "server-only";
import { ALERTMANAGER, alertmanagerSchema, readAlertmanager } from "../ingest/alertmanager.ts";
import { GENERIC, genericBodySchema, readGeneric } from "../ingest/generic.ts";
import { GRAFANA, grafanaSchema, readGrafana } from "../ingest/grafana.ts";
import { receivedSchema } from "../receive.ts";
import { type Door, ingestRoutes } from "./ingest-route.ts";

const answer = receivedSchema;

const generic = { ...GENERIC, body: genericBodySchema, read: readGeneric, answer };

const doors: readonly Door[] = [
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
    path: "/api/ingest/alertmanager",
    summary: "Alertmanager's webhook, version 4",
    ...ALERTMANAGER,
    body: alertmanagerSchema,
    read: readAlertmanager,
    answer,
  },
  {
    path: "/api/ingest/grafana",
    summary: "Grafana's webhook",
    ...GRAFANA,
    body: grafanaSchema,
    read: readGrafana,
    answer,
  },
];

/** Every way in for alerts. */
export const DOORS = doors.flatMap(ingestRoutes);
