import { type Accessor, createSignal } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import type { Epoch } from "../../domain/cursor.ts";
import { matches, readFilter, type WrittenFilter } from "../../domain/filter.ts";
import { requiredContext } from "../ui/required-context.ts";
import { createFeedState, type FeedOpening, type FeedState } from "./feed-state.ts";
import { createHand, type Hand } from "./hand.ts";
import { createLandings, type Landings } from "./landings.ts";
import { createPaging, type Paging } from "./paging.ts";
import type { Pending } from "./pending.ts";
import type { Landing, Scroller } from "../scroll/scroll.ts";
import type { Live } from "../live/socket.ts";
import {
  apply,
  canEnter,
  enter,
  type FeedWindow,
  HELD_IDS,
  reachesHead,
  type Update,
  walkOn,
} from "../window/window.ts";

/** Of more arrivals than these at once (a screenful) each is as new as the others: none is marked. */
const MOST_MARKED = 12;

/** The live feed: the window, the pages that grow it and the updates that change it. */
export interface Feed
  extends
    Paging,
    Omit<Landings, "attach">,
    Pick<FeedState, "rows" | "extent" | "filter" | "overlays" | "epoch" | "isLogEmpty"> {
  readonly hand: Hand;
  readonly listen: FeedState["updates"]["listen"];
  /** Takes what the server says has changed. */
  readonly receive: (update: Update) => void;
  /** Shows at once what the reader has done. */
  readonly expect: (pending: Pending) => void;
  /** The server did not do it. */
  readonly takeBack: (pending: Pending) => void;
  /** Takes the alert as the server has answered, if it was asked in this database. */
  readonly settle: (alert: Alert, asked: Epoch, pending?: Pending) => void;
  /** Shows the arrivals that are held, at the head of the feed. */
  readonly bring: () => void;
  /** The reader has scrolled up to where the held arrivals begin. */
  readonly meet: () => void;
  readonly isPaused: Accessor<boolean>;
  /** Holds what arrives until the reader ends it, who then sees what it held. */
  readonly togglePause: () => void;
  /** Once the hand has gone: shows them if the reader is at the head, and lets go of its row. */
  readonly bringIfMay: () => void;
  /** The arrivals that came in last. */
  readonly entered: Accessor<ReadonlySet<number>>;
  readonly place: (place: Landing) => void;
  /** The feed is on screen, and may be live. */
  readonly attach: (scroller: Scroller, live: Live) => void;
}

export const [FeedProvider, useFeed] = requiredContext<Feed>("feed");

export function createFeed(opening: FeedOpening, openingFilter: WrittenFilter): Feed {
  const failure = opening.page.ok ? null : opening.page.failure;
  const state = createFeedState(opening, openingFilter);
  const paging = createPaging(state, () => landings.landing.state() !== "idle");
  const landings = createLandings(state, failure, () => {
    paging.older.abort();
    paging.newer.abort();
  });
  const hand = createHand();
  const [isPaused, setIsPaused] = createSignal(false);
  const [entered, setEntered] = createSignal<ReadonlySet<number>>(new Set());

  function receive(received: Update): void {
    state.overlays.heard(received.to);
    take(received);
  }

  function take(taken: Update): void {
    const update = { ...taken, toldUntil: state.told.until() };
    state.told.see(taken.put);
    state.reach(taken.to);
    state.updates.tell(update);
    const isOpen = mayEnter();
    const updated = apply(state.window(), update, state.centre());
    if (isOpen && updated.held.size > 0) letIn(updated);
    else state.commit(updated);
  }

  /** Nothing enters away from the head, nor under the reader's hand. */
  function mayEnter(): boolean {
    const now = performance.now();
    const window = state.window();
    const isFree = window.held.size === 0 ? !hand.isOn(now) : hand.hasRested(now);
    return isFree && reachesHead(window) && (state.scroller()?.atTop() ?? false);
  }

  function letIn(window: FeedWindow): void {
    const arrived = [...window.held.keys()].filter((id) => !window.returned.has(id));
    setEntered(new Set(arrived.length > MOST_MARKED ? [] : arrived));
    if (canEnter(window)) return state.commit(enter(window), "top");
    state.commit(window);
    landings.jump({}, "top");
  }

  function bring(): void {
    if (landings.landing.state() !== "loading") letIn(state.window());
  }

  /** Who walks up to arrivals misses none: too many to let in at once are walked through. */
  function meet(): void {
    const window = state.window();
    const { size } = window.held;
    if (size === 0 || hand.isPaused() || !reachesHead(window)) return;
    if (canEnter(window) || size >= HELD_IDS) bring();
    else state.commit(walkOn(window));
  }

  function togglePause(): void {
    hand.pause(setIsPaused((was) => !was));
    if (!isPaused() && state.scroller()?.atTop()) meet();
  }

  function bringIfMay(): void {
    if (!hand.isOn(performance.now())) state.scroller()?.release();
    if (state.window().held.size > 0 && mayEnter()) bring();
  }

  function expect(pending: Pending): void {
    state.overlays.add(pending);
    state.commit(state.window());
  }

  function takeBack(pending: Pending): void {
    state.overlays.refused(pending);
    state.commit(state.window());
  }

  /** The row comes first: what is pending does nothing more to a row to which it was done. */
  function settle(alert: Alert, asked: Epoch, pending?: Pending): void {
    if (asked !== state.epoch()) return;
    const isShown = matches(readFilter(state.filter()), alert);
    const change = isShown ? { put: [alert], remove: [] } : { put: [], remove: [alert.id] };
    take({ ...change, patch: [], to: alert.seq });
    if (pending === undefined) return;
    state.overlays.done(pending, alert);
    state.commit(state.window());
  }

  function attach(scroller: Scroller, live: Live): void {
    state.attach(scroller);
    landings.attach(live);
    if (opening.page.ok) live.subscribe(opening.page.value.head, openingFilter);
  }

  const { rows, extent, filter, overlays, updates, epoch, isLogEmpty } = state;
  return {
    ...paging,
    ...landings,
    rows,
    extent,
    filter,
    overlays,
    epoch,
    isLogEmpty,
    listen: updates.listen,
    hand,
    entered,
    receive,
    expect,
    takeBack,
    settle,
    bring,
    meet,
    isPaused,
    togglePause,
    bringIfMay,
    attach,
    place: (place) => state.commit(state.window(), place),
  };
}
