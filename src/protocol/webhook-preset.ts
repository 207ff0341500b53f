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
