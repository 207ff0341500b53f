import { expect, test } from "vitest";
import { DOORS } from "../api/ingest.ts";
import { nearest } from "./nearest.ts";

const PLACES = [...new Set(DOORS.map(({ path }) => path))];

test.each([
  ["/api/alert", "/api/alerts"],
  ["/api/Alerts", "/api/alerts"],
  ["/alerts", "/api/alerts"],
  ["//api//alerts", "/api/alerts"],
  ["/api/v1/alerts", "/api/v2/alerts"],
  ["/alertmanager/api/v2/alerts", "/api/v2/alerts"],
  ["/api/ingest/prometheus", "/api/v2/alerts"],
  ["/api/ingest/alert-manager", "/api/ingest/alertmanager"],
  ["/api/ingest/alertmanger", "/api/ingest/alertmanager"],
  ["/api/ingest/Alertmanager", "/api/ingest/alertmanager"],
  ["/ingest/alertmanager", "/api/ingest/alertmanager"],
  ["/webhook/grafana", "/api/ingest/grafana"],
  ["/api/ingest/grafana-webhook", "/api/ingest/grafana"],
  ["/api/ingest/cloudwatch", "/api/ingest/sns"],
  ["/api/ingest/zabix", "/api/ingest/zabbix"],
  ["/api/ingest/uptimekuma", "/api/ingest/uptime-kuma"],
  ["/api/ingest/kuma", "/api/ingest/uptime-kuma"],
  ["/api/ingest/pager-duty", "/api/ingest/pagerduty"],
  ["/v2/enqueue", "/api/ingest/pagerduty/v2/enqueue"],
])("%s is most likely %s", (path, place) => expect(nearest(path, PLACES)).toBe(place));

test.each(["/", "/api", "/api/ingest", "/favicon.ico", "/wp-login.php", `/${"a".repeat(16_000)}`])(
  "%s is near to none",
  (path) => expect(nearest(path, PLACES)).toBeNull(),
);
