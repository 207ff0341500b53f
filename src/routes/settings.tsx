import { createAsync, query, type RouteSectionProps } from "@solidjs/router";
import { Show } from "solid-js";
import { session, waysIn } from "#reading";
import { audit, keys, sessions, telemetry, users, webhooks } from "#settings";
import { readSessionOpening } from "../client/session/opening.ts";
import type { Reads } from "../client/settings/reading.ts";
import { PAGES, SettingsPage } from "../client/settings/SettingsPage.tsx";
import "../client/settings/settings.css";
import "../client/settings/webhooks/webhooks.css";

const open = query(
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
  webhooks: query(() => webhooks(), "webhooks"),
  audit: query(() => audit(null), "audit"),
  telemetry: query(() => telemetry(), "telemetry"),
};

/** Who asks for no page is shown the first. */
export default function SettingsRoute(props: RouteSectionProps) {
  const opening = createAsync(() => open(), { deferStream: true });
  const webhook = () => Number(props.params["webhook"] ?? 0) || null;
  const page = () => {
    if (webhook() !== null) return "webhooks";
    return PAGES.find((name) => name === props.params["page"]) ?? PAGES[0];
  };
  return (
    <Show when={opening()}>
      {(read) => <SettingsPage page={page()} webhook={webhook()} opening={read()} reads={READS} />}
    </Show>
  );
}
