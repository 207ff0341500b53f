import { createAsync, query, type RouteSectionProps } from "@solidjs/router";
import { Show } from "solid-js";
import { audit, keys, session, sessions, users, waysIn } from "#reading";
import { readSessionOpening } from "../client/session/opening.ts";
import { PAGES, SettingsPage, type SettingsReads } from "../client/settings/SettingsPage.tsx";
import "../client/settings/settings.css";

const open = query(
  async () => ({
    ...(await readSessionOpening({ session, waysIn })),
    now: new Date().toISOString(),
  }),
  "settings",
);

const READS: SettingsReads = {
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
