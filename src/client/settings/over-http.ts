// `#settings` in a browser. Apart from the rest, which comes with the feed: see api/over-http.ts.
export {
  readAudit as audit,
  readKeys as keys,
  readSessions as sessions,
  readUsers as users,
} from "./people.ts";
export { readMonitors as monitors } from "./monitors/monitors.ts";
export { readWebhooks as webhooks } from "./webhooks/webhooks.ts";
export { readAbout as about } from "./about.ts";
export { readTelemetry as telemetry } from "./telemetry.ts";
export {
  readBackupPlan as backupPlan,
  readBackups as backups,
  readOperations as operations,
} from "./backups/backups.ts";
