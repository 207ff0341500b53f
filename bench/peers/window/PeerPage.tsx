import { type Component, createSignal } from "solid-js";
import { type PageAddress, PageAddressProvider } from "../../../src/client/address/page-address.ts";
import { createServerClock } from "../../../src/client/api/server-clock.ts";
import { type Commands, CommandsProvider } from "../../../src/client/commands/commands.ts";
import type { FeedOpening } from "../../../src/client/feed/feed-state.ts";
import { createFeed, FeedProvider } from "../../../src/client/feed/feed.ts";
import { createSelection, SelectionProvider } from "../../../src/client/feed/selection.ts";
import type { ConnectionState } from "../../../src/client/live/connection.ts";
import { PageHeader } from "../../../src/client/page/PageHeader.tsx";
import { ClockProvider } from "../../../src/client/ui/clock.ts";
import { createInteractive, InteractiveProvider } from "../../../src/client/ui/interactive.ts";
import type { SessionOpening } from "../../../src/client/session/opening.ts";
import {
  createSession,
  type Leaving,
  SessionProvider,
} from "../../../src/client/session/session.ts";
import { OPERATOR } from "../../../src/domain/actor.ts";
import type { ListProps } from "./list.ts";

/** Tocsin's feed is not shown here: the parts around the list only want one to be there. */
const NOTHING: FeedOpening = {
  page: { ok: false, failure: { code: "unreachable", title: "", detail: "" } },
  newest: 0,
  now: new Date().toISOString(),
};
const ADDRESS: PageAddress = {
  filter: () => ({}),
  where: () => ({}),
  openId: () => null,
  pathOf: ({ id }) => `/alerts/${id}`,
};
/** Nobody has to sign in where this is measured. */
const OPEN: SessionOpening = {
  session: { principal: "anonymous", role: "operator", via: "open" },
  waysIn: { password: false, oidc: null, setup: false, anonymous: true },
};
const STAY: Leaving = { leave: () => {}, call: () => {}, resume: () => {} };
const COMMANDS: Commands = { current: () => null, may: () => false, run: () => {} };

/** Tocsin's page around a list that is not Tocsin's. */
export function PeerPage(props: { readonly list: Component<ListProps> }) {
  const [connection, setConnection] = createSignal<ConnectionState>({
    state: "connecting",
    reason: "",
  });
  const feed = createFeed(NOTHING, {}, OPERATOR);
  return (
    <ClockProvider value={createServerClock(NOTHING.now)}>
      <InteractiveProvider value={createInteractive()}>
        <SessionProvider value={createSession(OPEN, STAY)}>
          <PageAddressProvider value={ADDRESS}>
            <FeedProvider value={feed}>
              <SelectionProvider value={createSelection(feed, false)}>
                <CommandsProvider value={COMMANDS}>
                  <div class="page">
                    <PageHeader
                      connection={connection()}
                      onSignOut={() => {}}
                      onToggle={() => {}}
                      asked={null}
                      onJump={() => {}}
                      onClose={() => {}}
                      onMissing={() => {}}
                    />
                    <main class="panes">
                      <section class="pane" aria-label="Alerts">
                        <props.list onConnection={setConnection} />
                      </section>
                    </main>
                  </div>
                </CommandsProvider>
              </SelectionProvider>
            </FeedProvider>
          </PageAddressProvider>
        </SessionProvider>
      </InteractiveProvider>
    </ClockProvider>
  );
}
