import type { SettingsPageName } from "./settings-pages.ts";

export const SETTINGS_NAMES: Readonly<Record<SettingsPageName, string>> = {
  you: "You",
  preferences: "Preferences",
  keys: "Sources and keys",
  monitors: "Monitors",
  webhooks: "Webhooks",
  telemetry: "Telemetry",
  people: "People",
  backups: "Backups",
  about: "About",
};

export type SettingsNeed = "operate" | "admin";

/** What whoever goes there must be allowed; null where that is nothing. */
const NEEDS: Readonly<Record<SettingsPageName, SettingsNeed | null>> = {
  you: null,
  preferences: null,
  keys: "admin",
  monitors: null,
  webhooks: "operate",
  telemetry: "admin",
  people: "admin",
  backups: "admin",
  about: null,
};

/** What somebody would have to be allowed to see a page, null where they may see it. */
export function lackedFor(
  page: SettingsPageName,
  may: (need: SettingsNeed) => boolean,
): SettingsNeed | null {
  const need = NEEDS[page];
  return need === null || may(need) ? null : need;
}
