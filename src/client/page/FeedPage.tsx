import { at } from "../../protocol/base-path.ts";
import {
  createEffect,
  createSignal,
  type JSX,
  on,
  onCleanup,
  onMount,
  Show,
  untrack,
} from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import type { Action } from "../../domain/act.ts";
import { createPageAddress, PageAddressProvider } from "../address/page-address.ts";
import { failureOf } from "../api/load.ts";
import { createServerClock } from "../api/server-clock.ts";
import { signOut } from "../api/session.ts";
import type { AlertActions } from "../commands/alert-actions.ts";
import { CommandsProvider, createCommands } from "../commands/commands.ts";
import { createLateActions } from "../commands/late-actions.ts";
import { RowActions } from "../commands/RowActions.tsx";
import { createUndoStack } from "../commands/undo-stack.ts";
import { createDetail } from "../detail/detail.ts";
import { createDrafts } from "../detail/drafts.ts";
import { createFeed, FeedProvider } from "../feed/feed.ts";
import { FeedList } from "../feed/FeedList.tsx";
import { announceMissed } from "../feed/missed.ts";
import { createPlace } from "../feed/place.ts";
import { createSelection, SelectionProvider } from "../feed/selection.ts";
import type { ConnectionState } from "../live/connection.ts";
import { connectLive, type Live } from "../live/socket.ts";
import { OpenBanner } from "../session/OpenBanner.tsx";
import { createSession, SessionProvider } from "../session/session.ts";
import type { Asked } from "../palette/More.tsx";
import type { SnoozeRequest } from "../snooze/SnoozeDialog.tsx";
import { focusedRow } from "../scroll/focus.ts";
import { idOf, type Scroller } from "../scroll/scroll.ts";
import { ClockProvider } from "../ui/clock.ts";
import { createLater, partOf } from "../ui/later.ts";
import { createInteractive, InteractiveProvider } from "../ui/interactive.ts";
import { LoadFailure } from "../ui/LoadFailure.tsx";
import { createNarrow } from "../ui/narrow.ts";
import { createPresses, PressesProvider, watchPresses } from "../ui/press.ts";
import { Toasts } from "../ui/Toasts.tsx";
import { createToasts } from "../ui/toasts.ts";
import { Title } from "../ui/Title.ts";
import { refusalWords } from "../commands/actions.ts";
import { plain } from "../words/plain.ts";
import { AnnouncerPlace } from "./AnnouncerPlace.tsx";
import { BatchPlace } from "./BatchPlace.tsx";
import { unseenWords } from "../words/words.ts";
import { DayLine } from "./DayLine.tsx";
import { DetailPlace } from "./DetailPlace.tsx";
import { EmptyPlace } from "./EmptyPlace.tsx";
import { listenToKeys } from "./keyboard.ts";
import { followAddress, landingOn } from "./navigation.ts";
import type { Opening } from "./opening.ts";
import { createPageEffects, type Screen } from "./page-effects.ts";
import { PageHeader } from "./PageHeader.tsx";
import { SignInPlace } from "./SignInPlace.tsx";
import { SnoozePlace } from "./SnoozePlace.tsx";
import { TimelinePlace } from "./TimelinePlace.tsx";
import { TryNow } from "./TryNow.tsx";

/** Held arrivals are looked at this often (ms), to let them in once the hand has gone. */
const LOOK = 1000;

/** The one page: the feed, and beside it the alert that is open. Here all its parts are joined. */
export function FeedPage(props: { readonly opening: Opening }) {
  const opening = untrack(() => props.opening);
  const page = opening.page.ok ? opening.page.value : null;
  const address = createPageAddress();
  const { openId } = address;
  const clock = createServerClock(opening.now);
  const isInteractive = createInteractive();
  const isNarrow = createNarrow();
  const presses = createPresses<Element>();
  const toasts = createToasts();
  const [connection, setConnection] = createSignal<ConnectionState>(
    { state: "connecting", reason: "" },
    { equals: (a, b) => a.state === b.state && a.reason === b.reason },
  );
  /** Whether a date to go to is asked for. */
  const [isAsking, setAsking] = createSignal(false);
  const [toSnooze, setToSnooze] = createSignal<SnoozeRequest | null>(null);
  /** What is to be done to all that are selected. */
  const [wish, setWish] = createSignal<Action | "note" | null>(null);
  /** The alert that a note is wanted on, until its field is there. */
  const [toNote, setToNote] = createSignal<number | null>(null);
  /** What of the page's menu is asked for. */
  const [asked, setAsked] = createSignal<Asked | null>(null);
  let live: Live | undefined;
  let screen: Screen | null = null;

  const session = createSession(opening, {
    leave: () => live?.signedOut(),
    call: () => live?.signedIn(),
    resume: () => {
      live?.signedIn();
      readAgain();
    },
  });
  const drafts = createDrafts(() => sessionStorage, session.actor);
  const feed = createFeed(opening, untrack(address.filter), session.actor);
  const detail = createDetail(feed, openId, opening.detail);
  const undoStack = createUndoStack();
  const isLive = () => connection().state === "live";
  const acting = createLater(partOf(loadActions), {
    get isLive() {
      return isLive();
    },
    onMissing: () => missing("What acts on alerts"),
  });
  const actions = createLateActions(acting, feed, toasts);
  const selection = createSelection(feed, session.may("operate"));
  const ask = (name: Asked) => () => void setAsked(name);
  const effects = createPageEffects(feed, address, selection, () => screen, setToNote, {
    reconnect: () => (session.isOut() ? session.tell({ type: "wanted" }) : live?.retry()),
    palette: ask("palette"),
    help: ask("help"),
    "save-csv": ask("save-csv"),
    "save-json": ask("save-json"),
    print: ask("print"),
    "go-to-time": () => setAsking(true),
    undo: () => void actions.undoLast(),
  });
  const commands = createCommands(effects, alertAtReader, {
    act: actions.act,
    askSnooze,
    actOnMany: (name) => {
      if (selection.isAny()) setWish(name);
      return selection.isAny();
    },
    may: session.may("operate"),
    refuse: (name) => toasts.show({ words: refusalWords(name, session.isNamed), tone: "calm" }),
  });
  // One live region, which is there from the first: of one that comes with its words, many screen readers say nothing.
  const [said, say] = createSignal("");
  announceMissed(feed, say);
  const { place, look } = createPlace(feed, () => screen?.scroller ?? null);

  /** What could not be read while nobody was signed in. */
  function readAgain(): void {
    const loads = [feed.landing, feed.older, feed.newer, detail.older];
    for (const load of loads) if (failureOf(load.state()) !== null) load.retry();
    if (openId() !== null && (detail.failure() !== null || detail.answer()?.ok === false)) {
      detail.retry();
    }
  }

  /** Lands at a time (ms since 1970), with as much of what was received before it as after. */
  function jumpTo(time: number): void {
    const where = { at: new Date(time).toISOString() };
    feed.jump(where, (page) => landingOn(where, page));
  }

  function askSnooze(alert: Alert): void {
    setToSnooze({
      subject: alert,
      onChoose: (until) => void actions.act(alert, { action: "snooze", until }),
      onWake: () => void actions.act(alert, { action: "wake" }),
    });
  }

  function holdHand(isOpen: boolean): void {
    if (isOpen) feed.hand.hold("dialog");
    else feed.hand.release("dialog", performance.now());
  }

  async function loadActions(): Promise<AlertActions> {
    const { createAlertActions } = await import("../commands/alert-actions.ts");
    return createAlertActions(feed, toasts, session.actor, clock, undoStack);
  }

  function missing(part: string): void {
    toasts.show({ words: `${part} could not be loaded.`, tone: "bad" });
  }

  async function leave(): Promise<void> {
    const answer = await signOut();
    if (answer.ok) return location.assign(at("/sign-in"));
    toasts.show({ words: `${answer.failure.title}. You are still signed in.`, tone: "bad" });
  }

  /** The alert of the row in focus, else the one that is open. */
  function alertAtReader(): Alert | null {
    const row = screen && focusedRow(screen.list);
    const id = row ? idOf(row) : openId();
    const open = detail.answer();
    return (id !== null && feed.rows.row(id)) || (open?.ok ? open.value.alert : null);
  }

  function start(scroller: Scroller, list: HTMLElement): { readonly scrolled: () => void } {
    const connected = connectLive({
      onDiff: feed.receive,
      onReset: feed.reset,
      onState: (state, reason) => setConnection({ state, reason }),
      onDoubt: () => session.tell({ type: "doubted", byHand: false }),
    });
    live = connected;
    screen = { list, scroller };
    feed.attach(scroller, connected);
    const followed = followAddress(feed, scroller, page);
    const ended = new AbortController();
    listenToKeys(commands, list, ended.signal);
    const looking = setInterval(feed.bringIfMay, LOOK);
    onCleanup(() => {
      connected.close();
      clearInterval(looking);
      ended.abort();
    });
    return {
      scrolled: () => {
        followed.scrolled();
        look();
        if (scroller.atTop()) feed.meet();
      },
    };
  }

  // A note on what was left before its field was there is not wanted any more.
  createEffect(on(openId, (id) => id !== toNote() && setToNote(null), { defer: true }));

  onMount(() => {
    const ended = new AbortController();
    watchPresses(presses, ended.signal);
    drafts.recall();
    onCleanup(() => ended.abort());
  });

  const landing = () => {
    const place = page === null ? "top" : landingOn(address.where(), page);
    return typeof place === "object" && "centred" in place ? place.centred : undefined;
  };
  const isCovered = () => isNarrow() && openId() !== null;
  const title = () => {
    const answer = detail.answer();
    const name = openId() !== null && answer?.ok ? `${plain(answer.value.alert.title)} · ` : "";
    return `${unseenWords(feed.unseen())}${name}Tocsin`;
  };
  const isEmpty = () =>
    feed.rows.ids().length === 0 && feed.landing.state() === "idle" && !feed.extent().older;

  /** What the parts of the page read from around them, each only its own. */
  function Surroundings(around: { readonly children: JSX.Element }) {
    return (
      <ClockProvider value={clock}>
        <InteractiveProvider value={isInteractive}>
          <PressesProvider value={presses}>
            <SessionProvider value={session}>
              <PageAddressProvider value={address}>
                <FeedProvider value={feed}>
                  <SelectionProvider value={selection}>
                    <CommandsProvider value={commands}>{around.children}</CommandsProvider>
                  </SelectionProvider>
                </FeedProvider>
              </PageAddressProvider>
            </SessionProvider>
          </PressesProvider>
        </InteractiveProvider>
      </ClockProvider>
    );
  }

  return (
    <Surroundings>
      <Title>{title()}</Title>
      <div class="page">
        <OpenBanner />
        <PageHeader
          connection={connection()}
          onSignOut={() => void leave()}
          onToggle={holdHand}
          asked={asked()}
          onClose={() => setAsked(null)}
          onJump={jumpTo}
          onMissing={() => {
            setAsked(null);
            missing("What there is to do");
          }}
        />
        <main class="panes" classList={{ "with-detail": openId() !== null }}>
          <section class="pane" aria-label="Alerts" inert={isCovered()}>
            <DayLine newest={place()?.newest} />
            <FeedList page={page} landing={landing()} rowActions={RowActions} onScroller={start} />
            <TryNow connection={connection()} />
            <BatchPlace
              isLive={isLive()}
              wish={wish()}
              onTaken={() => setWish(null)}
              toasts={toasts}
              undoStack={undoStack}
              say={say}
              askSnooze={setToSnooze}
              list={() => screen?.list ?? null}
              onMissing={() => {
                selection.clear();
                setWish(null);
                missing("What acts on many");
              }}
            />
            <EmptyPlace isLive={isLive()} isEmpty={isEmpty()} />
            <Show when={failureOf(feed.landing.state())}>
              {(failure) => (
                <div class={feed.rows.ids().length === 0 ? "empty" : "notice"}>
                  <LoadFailure failure={failure()} onRetry={feed.landing.retry} />
                </div>
              )}
            </Show>
          </section>
          <DetailPlace
            isLive={isLive()}
            detail={detail}
            drafts={drafts}
            onNote={actions.note}
            onForget={actions.forget}
            onUndo={(alert, act) => void actions.act(alert, act)}
            toNote={toNote()}
            onNoting={() => setToNote(null)}
          />
          <TimelinePlace
            isLive={isLive()}
            place={place()}
            onJump={jumpTo}
            isAsking={isAsking()}
            onAsked={() => setAsking(false)}
            onToggle={holdHand}
            onMissing={() => {
              setAsking(false);
              missing("The timeline");
            }}
          />
        </main>
      </div>
      <p class="unseen" aria-live="polite">
        {said()}
      </p>
      <AnnouncerPlace isLive={isLive()} connection={connection()} say={say} />
      <Toasts toasts={toasts} />
      <SnoozePlace
        isLive={isLive()}
        request={toSnooze()}
        onClose={() => setToSnooze(null)}
        onToggle={holdHand}
        onMissing={() => {
          setToSnooze(null);
          missing("What asks until when");
        }}
      />
      <SignInPlace
        isLive={isLive()}
        onToggle={holdHand}
        onMissing={() => {
          session.tell({ type: "dismissed" });
          missing("What signs you in");
        }}
      />
    </Surroundings>
  );
}
