import { createAsync, query, type RouteSectionProps } from "@solidjs/router";
import { Show } from "solid-js";
import { session, waysIn } from "#reading";
import {
  about,
  audit,
  backupPlan,
  backups,
  keys,
  monitors,
  operations,
  sessions,
  telemetry,
  users,
  webhooks,
} from "#settings";
import { readSessionOpening } from "../client/session/opening.ts";
import type { Reads } from "../client/settings/reading.ts";
import { SETTINGS_PAGES } from "../client/address/settings-pages.ts";
import { SettingsPage } from "../client/settings/SettingsPage.tsx";
import "../client/settings/settings.css";
import "../client/settings/list.css";
import "../client/settings/form.css";
import "../client/settings/webhooks/webhooks.css";
import "../client/settings/backups/backups.css";
import "../client/settings/monitors/monitors.css";

const readOpening = query(
  async () => ({
    ...(await readSessionOpening({ session, waysIn })),
    now: new Date().toISOString(),
  }),
  "settings",
);

const READS: Reads = {
  users: query(() => users(), "users"),
  keys: query(() => keys(), "keys"),
  sessions: query(() => sessions(), "sessions"),
  monitors: query(() => monitors(), "monitors"),
  webhooks: query(() => webhooks(), "webhooks"),
  audit: query(() => audit(null), "audit"),
  about: query(() => about(), "about"),
  telemetry: query(() => telemetry(), "telemetry"),
  operations: query(() => operations(), "operations"),
  backups: query(() => backups(), "backups"),
  backupPlan: query(() => backupPlan(), "backup-plan"),
};

/** Who asks for no page is shown the first. */
export default function SettingsRoute(props: RouteSectionProps) {
  const opening = createAsync(() => readOpening(), { deferStream: true });
  const open = () => Number(props.params["monitor"] ?? props.params["webhook"] ?? 0) || null;
  const page = () => {
    if (props.params["monitor"] !== undefined) return "monitors";
    if (props.params["webhook"] !== undefined) return "webhooks";
    return SETTINGS_PAGES.find((name) => name === props.params["page"]) ?? SETTINGS_PAGES[0];
  };
  return (
    <Show when={opening()}>
      {(read) => <SettingsPage page={page()} open={open()} opening={read()} reads={READS} />}
    </Show>
  );
}
