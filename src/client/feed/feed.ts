import { type Accessor, batch, createSignal } from "solid-js";
import type { Actor } from "../../domain/actor.ts";
import type { Alert } from "../../domain/alert.ts";
import type { Epoch } from "../../domain/cursor.ts";
import type { WrittenFilter } from "../../domain/filter.ts";
import type { Answer } from "../../protocol/answer.ts";
import type { ResetReason } from "../../protocol/frame.ts";
import type { Where } from "../../protocol/page.ts";
import { readPage } from "../api/api.ts";
import { createLoad, type Load } from "../api/load.ts";
import type { Live } from "../live/socket.ts";
import type { Landing, Scroller } from "../scroll/scroll.ts";
import { requiredContext } from "../ui/required-context.ts";
import type { Side, Update } from "../window/window.ts";
import type { FeedEffect, FeedEvent, Stance } from "./feed-event.ts";
import {
  type Extent,
  extentOf,
  type FeedOpening,
  type LandingOn,
  openFeed,
  type ReadName,
  shownRows,
  sameExtent,
} from "./feed-state.ts";
import { createHand, type Hand } from "./hand.ts";
import { createPace } from "./pace.ts";
import { foresee, type Pending } from "./pending.ts";
import { readLanding } from "./read-landing.ts";
import { reduce } from "./reducer.ts";
import { createRows, type Rows } from "./rows.ts";

/** The live feed: the window, the pages that grow it and the updates that change it. */
export interface Feed extends Readonly<Record<ReadName, Load>> {
  readonly rows: Rows;
  readonly extent: Accessor<Extent>;
  /** The filter of the rows, which is not yet that of the address while a page is read. */
  readonly filter: Accessor<WrittenFilter>;
  /** The filter that was asked for last. */
  readonly wanted: () => WrittenFilter;
  /** The database that the rows are of. */
  readonly epoch: Accessor<Epoch>;
  /** When the newest alert that was ever told of was received (ms, by the server's clock). */
  readonly seen: () => number;
  /** The event of the log up to which everything was told. */
  readonly heard: () => number;
  /** Whether nothing was ever written to the log, as far as is known. */
  readonly isLogEmpty: Accessor<boolean>;
  /** The arrivals that came in last. */
  readonly entered: Accessor<ReadonlySet<number>>;
  readonly isPaused: Accessor<boolean>;
  /** How many critical alerts nobody has seen on this page, for its title; counted elsewhere. */
  readonly unseen: Accessor<number>;
  readonly setUnseen: (count: number) => void;
  readonly hand: Hand;
  /** The alert as it will be; who has it may have seen it before the last change. */
  readonly latest: (alert: Alert) => Alert;
  /** Hears every update until the returned function is called. */
  readonly listen: (listener: (update: Update) => void) => () => void;
  /** Takes what the server says has changed. */
  readonly receive: (update: Update) => void;
  /** The server cannot go on from where we are: reads the place of the reader anew. */
  readonly reset: (reason: ResetReason) => void;
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
  /** Holds what arrives until the reader ends it, who then sees what it held. */
  readonly togglePause: () => void;
  /** Once the hand has gone: shows them if the reader is at the head, and lets go of its row. */
  readonly bringIfMay: () => void;
  /** The reader is near that end of the window. */
  readonly near: (side: Side) => void;
  /** Stops a search that takes long, or lets it go on. */
  readonly toggleSearch: () => void;
  /** Reads a page and puts the reader on it. */
  readonly jump: (where: Where, landingOn: LandingOn, filter?: WrittenFilter) => void;
  /** Puts the reader at a row, reading a page around it only where it is not at hand. */
  readonly visit: (alertId: number, landing: Landing) => void;
  /** To the first alerts ever received. */
  readonly jumpToOldest: () => void;
  /** Puts the reader at a row of those at hand. */
  readonly place: (landing: Landing) => void;
  /** The feed is on screen, and may be live. */
  readonly attach: (scroller: Scroller, live: Live) => void;
}

export const [FeedProvider, useFeed] = requiredContext<Feed>("feed");

/** Carries out what {@link reduce} decides: on the screen, over HTTP and on the socket. */
export function createFeed(opening: FeedOpening, openingFilter: WrittenFilter, me: Actor): Feed {
  let state = openFeed(opening, openingFilter, me);
  let scroller: Scroller | null = null;
  let live: Live | null = null;
  const hand = createHand();
  const listeners = new Set<(update: Update) => void>();
  const pace = createPace((updates) => dispatch({ type: "updated", updates, at: stance() }));
  /** So many of the newest rows are made at least, the others once the reader comes near them. */
  let most = Infinity;

  const rows = createRows(shownRows(state));
  const [extent, setExtent] = createSignal(extentOf(state), { equals: sameExtent });
  const [filter, setFilter] = createSignal(state.filter);
  const [epoch, setEpoch] = createSignal(state.epoch);
  const [pending, setPending] = createSignal(state.pending);
  const [isLogEmpty, setIsLogEmpty] = createSignal(state.isLogEmpty);
  const [entered, setEntered] = createSignal(state.entered);
  const [isPaused, setIsPaused] = createSignal(state.isPaused);
  const [unseen, setUnseen] = createSignal(0);

  const load = (name: ReadName, initial?: Parameters<typeof createLoad>[1]): Load =>
    createLoad(() => dispatch({ type: "retried", read: name, centre: centre() }), initial);
  const loads: Readonly<Record<ReadName, Load>> = {
    landing: load("landing", opening.page.ok ? "idle" : opening.page.failure),
    older: load("older"),
    newer: load("newer"),
  };

  // Never within a batch: the scroller measures the rows that an effect makes.
  function dispatch(event: FeedEvent): void {
    const [next, effects] = reduce(state, event);
    state = next;
    setFilter(state.filter);
    setEpoch(state.epoch);
    setPending(state.pending);
    setIsLogEmpty(state.isLogEmpty);
    setEntered(state.entered);
    setIsPaused(state.isPaused);
    effects.forEach(carryOut);
  }

  function carryOut(effect: FeedEffect): void {
    switch (effect.type) {
      case "show":
        return show(effect.landing);
      case "tell":
        return listeners.forEach((listener) => listener(effect.update));
      case "abort":
        return Object.values(loads).forEach(({ abort }) => abort());
      case "read-landing":
        return read(
          "landing",
          (signal) => readLanding(effect.journey, effect.epoch, signal, scroller?.screenful()),
          (landed) => {
            // What follows is told of the filter that was landed with.
            pace.flush();
            dispatch({ type: "landed", landed, centre: centre() });
          },
        );
      case "read-page":
        return read(
          effect.side,
          (signal) => readPage(effect.filter, effect.where, signal),
          (page) => dispatch({ type: "paged", side: effect.side, page, centre: centre() }),
        );
      case "subscribe":
        return live?.subscribe(effect.since, effect.filter);
      default:
        return effect satisfies never;
    }
  }

  function show(landing?: Landing): void {
    if (landing !== undefined)
      most = (landing === "top" && scroller && 2 * scroller.screenful()) || Infinity;
    const all = shownRows(state);
    let count = most;
    while (rows.row(all[count]?.id ?? 0)) count++;
    const shown = all.slice(0, count);
    const whole = extentOf(state);
    const shownExtent = { ...whole, older: whole.older || shown.length < all.length };
    const ids = new Set(shown.map(({ id }) => id));
    const change = (): void => {
      batch(() => {
        rows.show(shown);
        setExtent(shownExtent);
      });
    };
    if (scroller === null) change();
    else if (landing === undefined) scroller.hold(change, (id) => ids.has(id));
    else scroller.land(change, landing);
  }

  function read<T>(
    name: ReadName,
    request: (signal: AbortSignal) => Promise<Answer<T>>,
    use: (value: T) => void,
  ): void {
    loads[name].run(async (signal) => {
      const answer = await request(signal);
      if (!answer.ok && !signal.aborted) dispatch({ type: "read-failed", read: name });
      return answer;
    }, use);
  }

  function centre(): number {
    return scroller?.centre() ?? 0;
  }

  function isAtTop(): boolean {
    return scroller?.atTop() ?? false;
  }

  function stance(): Stance {
    const now = performance.now();
    return {
      centre: centre(),
      isAtTop: isAtTop(),
      isHandOn: hand.isOn(now),
      hasHandRested: hand.hasRested(now),
    };
  }

  function bringIfMay(): void {
    if (!hand.isOn(performance.now())) scroller?.release();
    // To measure every second what nothing waits for would be in the way of a scroll.
    if (state.window.held.size > 0) dispatch({ type: "looked", at: stance() });
  }

  function near(side: Side): void {
    if (most < Infinity && scroller?.isShort()) {
      most = Infinity;
      show();
    }
    dispatch({ type: "neared", side, centre: centre() });
  }

  function togglePause(): void {
    dispatch({ type: "pause-toggled", isAtTop: isAtTop() });
  }

  function latest(alert: Alert): Alert {
    const row = rows.row(alert.id);
    return foresee(row && row.seq > alert.seq ? row : alert, pending());
  }

  function attach(attached: Scroller, connected: Live): void {
    scroller = attached;
    live = connected;
    if (opening.page.ok) live.subscribe(opening.page.value.head, openingFilter);
  }

  return {
    ...loads,
    rows,
    extent,
    filter,
    wanted: () => state.wanted,
    epoch,
    seen: () => state.told.seen,
    heard: () => state.heard,
    isLogEmpty,
    entered,
    isPaused,
    unseen,
    setUnseen,
    hand,
    latest,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    receive: pace.receive,
    reset: (reason) => {
      pace.flush();
      dispatch({ type: "reset", reason, anchor: scroller?.anchor() ?? null, isAtTop: isAtTop() });
    },
    expect: (one) => dispatch({ type: "expected", pending: one }),
    takeBack: (one) => dispatch({ type: "refused", pending: one }),
    settle: (alert, asked, one) =>
      dispatch({ type: "settled", alert, asked, pending: one, at: stance() }),
    bring: () => dispatch({ type: "brought" }),
    meet: () => dispatch({ type: "met" }),
    togglePause,
    bringIfMay,
    near,
    toggleSearch: () => dispatch({ type: "search-toggled" }),
    jump: (where, landingOn, wanted) =>
      dispatch({ type: "jumped", where, landingOn, filter: wanted }),
    visit: (alertId, landing) => dispatch({ type: "visited", alertId, landing }),
    jumpToOldest: () => dispatch({ type: "went-to-oldest" }),
    place: (landing) => dispatch({ type: "placed", landing }),
    attach,
  };
}
