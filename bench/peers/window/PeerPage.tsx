import { type Component, createSignal, onMount } from "solid-js";
import { PageHeader } from "../../../src/client/page/PageHeader.tsx";
import { createFeed } from "../../../src/client/feed/feed.ts";
import type { Opening } from "../../../src/client/feed/opening.ts";
import { createClock } from "../../../src/client/ui/clock.ts";
import { createCommands } from "../../../src/client/commands/commands.ts";
import { createDetail } from "../../../src/client/detail/detail.ts";
import { createDrafts } from "../../../src/client/detail/drafts.ts";
import {
  type ConnectionState,
  type PageModel,
  PageProvider,
} from "../../../src/client/page/page-model.ts";
import { createPresses } from "../../../src/client/commands/press.ts";
import { createToasts } from "../../../src/client/ui/toasts.ts";
import type { ListProps } from "./list.ts";

/** Tocsin's feed is not shown here: the parts around the list only want one to be there. */
const NOTHING: Opening = {
  page: { ok: false, failure: { code: "unreachable", title: "", detail: "" } },
  newest: 0,
  detail: null,
  now: new Date().toISOString(),
};

/** Tocsin's page around a list that is not Tocsin's. */
export function PeerPage(props: { readonly list: Component<ListProps> }) {
  const [connection, setConnection] = createSignal<ConnectionState>({
    state: "connecting",
    reason: "",
  });
  const [isAlive, setIsAlive] = createSignal(false);
  onMount(() => setIsAlive(true));
  const feed = createFeed(NOTHING, {});
  const clock = createClock(NOTHING.now);
  const toasts = createToasts();
  const openId = () => null;
  const model: PageModel = {
    feed,
    clock,
    toasts,
    openId,
    connection,
    isAlive,
    filter: () => ({}),
    pathOf: ({ id }) => `/alerts/${id}`,
    detail: createDetail(feed, openId, null),
    commands: createCommands(feed, toasts, clock.now),
    presses: createPresses<Element>(),
    drafts: createDrafts(() => sessionStorage),
    reconnect: () => {},
    isPaused: () => false,
    togglePause: () => {},
  };
  return (
    <PageProvider value={model}>
      <div class="page">
        <PageHeader />
        <main class="panes">
          <section class="pane" aria-label="Alerts">
            <props.list onConnection={setConnection} />
          </section>
        </main>
      </div>
    </PageProvider>
  );
}
