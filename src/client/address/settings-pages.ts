/** What there is to set, by the last part of its address, in this order. */
export const SETTINGS_PAGES = [
  "you",
  "preferences",
  "keys",
  "monitors",
  "webhooks",
  "telemetry",
  "people",
  "backups",
  "about",
] as const;
export type SettingsPageName = (typeof SETTINGS_PAGES)[number];
