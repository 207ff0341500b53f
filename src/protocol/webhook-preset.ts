/** The forms that a webhook's requests can have. */
export const PRESETS = [
  "standard",
  "slack",
  "pagerduty",
  "ntfy",
  "discord",
  "teams",
  "gotify",
  "template",
] as const;

export type PresetName = (typeof PRESETS)[number];

/** Those whose requests are signed. Services that have a form of their own do not look. */
export const SIGNED_PRESETS: readonly PresetName[] = ["standard", "template"];
