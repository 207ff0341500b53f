/** Those that send what the server tells of itself. */
export const REPORTERS = ["posthog", "otlp"] as const;
export type ReporterName = (typeof REPORTERS)[number];
