// `#settings` in a browser. Apart from the rest, which comes with the feed: see api/over-http.ts.
export {
  readAudit as audit,
  readKeys as keys,
  readSessions as sessions,
  readUsers as users,
} from "./people.ts";
export { readWebhooks as webhooks } from "./webhooks/webhooks.ts";
export { readTelemetry as telemetry } from "./telemetry.ts";
