import { createAsync, query, type RouteSectionProps } from "@solidjs/router";
import { Show } from "solid-js";
import { session, waysIn } from "#reading";
import { audit, keys, sessions, users } from "#settings";
import { readSessionOpening } from "../client/session/opening.ts";
import type { Reads } from "../client/settings/reading.ts";
import { PAGES, SettingsPage } from "../client/settings/SettingsPage.tsx";
import "../client/settings/settings.css";

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
  audit: query(() => audit(null), "audit"),
};

/** Who asks for no page is shown the first. */
export default function SettingsRoute(props: RouteSectionProps) {
  const opening = createAsync(() => open(), { deferStream: true });
  const page = () => PAGES.find((name) => name === props.params["page"]) ?? PAGES[0];
  return (
    <Show when={opening()}>
      {(read) => <SettingsPage page={page()} opening={read()} reads={READS} />}
    </Show>
  );
}
