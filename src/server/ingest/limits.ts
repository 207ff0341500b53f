/**
 * How much one alert may hold, in characters (code points, as JSON Schema counts them) or entries.
 * Alerts posted by scripts are rejected beyond these. In webhooks text is shortened, since the
 * sender cannot mend it and would not send it again; what names an episode never is.
 */
export const LIMITS = {
  alertsInBody: 1000,
  /** More than fit into a body with what Alertmanager says of each. */
  alertsInWebhook: 10_000,
  title: 1000,
  description: 65_536,
  severity: 200,
  status: 200,
  source: 200,
  fingerprint: 200,
  url: 4096,
  pairs: 200,
  name: 200,
  labelValue: 2000,
  annotationValue: 65_536,
  /** Names and values together: a page of 200 alerts must stay a page. */
  labels: 16_384,
  annotations: 81_920,
} as const;
