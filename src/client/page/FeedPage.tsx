import { Title } from "@solidjs/meta";
import { useLocation } from "@solidjs/router";
import { createMemo, createSignal, onCleanup, onMount, Show, untrack } from "solid-js";
import { alertPath, readAddress } from "../address/address.ts";
import { createAnnouncement } from "../feed/arrivals.ts";
import { createClock } from "../ui/clock.ts";
import { createCommands } from "../commands/commands.ts";
import { createDetail } from "../detail/detail.ts";
import { createFeed } from "../feed/feed.ts";
import { createDrafts } from "../detail/drafts.ts";
import { createNarrow } from "../ui/narrow.ts";
import { createKeyboard } from "./keyboard.ts";
import { failureOf } from "../api/load.ts";
import { followAddress, landingOn } from "./navigation.ts";
import type { Opening } from "../feed/opening.ts";
import { type ConnectionState, type PageModel, PageProvider } from "./page-model.ts";
import { createPresses, watchPresses } from "../commands/press.ts";
import type { Scroller } from "../scroll/scroll.ts";
import { connectLive, type Live } from "../live/socket.ts";
import { createToasts } from "../ui/toasts.ts";
import { plain } from "../words/plain.ts";
import { AlertDetail } from "../detail/AlertDetail.tsx";
import { EmptyState } from "../feed/EmptyState.tsx";
import { FeedList } from "../feed/FeedList.tsx";
import { KeysDialog } from "../commands/KeysDialog.tsx";
import { LoadFailure } from "../ui/LoadFailure.tsx";
import { PageHeader } from "./PageHeader.tsx";
import { Toasts } from "../ui/Toasts.tsx";
import { TryNow } from "./TryNow.tsx";

/** Held arrivals are looked at this often (ms), to let them in once the hand has gone. */
const LOOK = 1000;

/** The one page: the feed, and beside it the alert that is open. */
export function FeedPage(props: { readonly opening: Opening }) {
  const location = useLocation();
  const address = createMemo(() => readAddress(location.pathname, location.search));
  const opening = untrack(() => props.opening);
  const page = opening.page.ok ? opening.page.value : null;

  const feed = createFeed(opening, address().filter);
  const clock = createClock(opening.now);
  const toasts = createToasts();
  const openId = () => address().alertId;
  const [connection, setConnection] = createSignal<ConnectionState>(
    { state: "connecting", reason: "" },
    { equals: (a, b) => a.state === b.state && a.reason === b.reason },
  );
  const [isAlive, setIsAlive] = createSignal(false);
  const [isPaused, setIsPaused] = createSignal(false);
  const presses = createPresses<Element>();
  const drafts = createDrafts(() => sessionStorage);
  let live: Live | undefined;
  const model: PageModel = {
    feed,
    clock,
    toasts,
    openId,
    connection,
    isAlive,
    isPaused,
    togglePause: () => feed.pause(setIsPaused((was) => !was)),
    reconnect: () => live?.retry(),
    presses,
    drafts,
    filter: () => address().filter,
    pathOf: ({ id }) => alertPath(id, address().filter),
    detail: createDetail(feed, openId, opening.detail),
    commands: createCommands(feed, toasts, clock.now),
  };
  const isNarrow = createNarrow();
  const announcement = createAnnouncement(feed);
  let keys!: HTMLDialogElement;

  function start(scroller: Scroller, list: HTMLElement): { readonly scrolled: () => void } {
    const connected = connectLive({
      onDiff: feed.receive,
      onReset: feed.reset,
      onState: (state, reason) => setConnection({ state, reason }),
    });
    live = connected;
    feed.attach(scroller, connected);
    const followed = followAddress(feed, scroller, page);
    const ended = new AbortController();
    createKeyboard(model, list, scroller, () => keys.showModal(), ended.signal);
    const looking = setInterval(feed.bringIfMay, LOOK);
    onCleanup(() => {
      connected.close();
      clearInterval(looking);
      ended.abort();
    });
    return {
      scrolled: () => {
        followed.scrolled();
        if (scroller.atTop()) feed.meet();
      },
    };
  }

  onMount(() => {
    const ended = new AbortController();
    const waking = setTimeout(() => setIsAlive(true));
    watchPresses(presses, ended.signal);
    drafts.recall();
    onCleanup(() => {
      ended.abort();
      clearTimeout(waking);
    });
  });

  const landing = () => {
    const place = page === null ? "top" : landingOn(address().where, page);
    return typeof place === "object" && "centred" in place ? place.centred : undefined;
  };
  const isCovered = () => isNarrow() && openId() !== null;
  const title = () => {
    const answer = model.detail.answer();
    return openId() !== null && answer?.ok
      ? `${plain(answer.value.alert.title)} · Tocsin`
      : "Tocsin";
  };
  const isEmpty = () =>
    feed.rows.ids().length === 0 && feed.landing.state() === "idle" && !feed.extent().older;

  return (
    <PageProvider value={model}>
      <Title>{title()}</Title>
      <div class="page">
        <PageHeader />
        <main class="panes" classList={{ "with-detail": openId() !== null }}>
          <section class="pane" aria-label="Alerts" inert={isCovered()}>
            <FeedList page={page} landing={landing()} onScroller={start} />
            <TryNow />
            <Show when={isEmpty()}>
              <EmptyState />
            </Show>
            <Show when={failureOf(feed.landing.state())}>
              {(failure) => (
                <div class={feed.rows.ids().length === 0 ? "empty" : "notice"}>
                  <LoadFailure failure={failure()} onRetry={feed.landing.retry} />
                </div>
              )}
            </Show>
          </section>
          <AlertDetail />
        </main>
      </div>
      <p class="unseen" aria-live="polite">
        {announcement()}
      </p>
      <Toasts />
      <KeysDialog ref={(dialog) => (keys = dialog)} />
    </PageProvider>
  );
}
