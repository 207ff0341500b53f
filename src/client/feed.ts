import { type Accessor, batch, createSignal } from "solid-js";
import type { Alert } from "../shared/alert.ts";
import { writeCursor } from "../shared/cursor.ts";
import { matches, readFilter, type WrittenFilter } from "../shared/filter.ts";
import type { Page } from "../shared/page.ts";
import { sameFilter } from "./address.ts";
import { readPage, type Where } from "./api.ts";
import { createHand, type Hand } from "./hand.ts";
import { createLoad, type Load } from "./load.ts";
import { readLanding } from "./landing.ts";
import type { Opening } from "./opening.ts";
import { createRows, type Rows } from "./rows.ts";
import type { Landing, Scroller } from "./scroll.ts";
import type { Live } from "./socket.ts";
import {
  apply,
  canEnter,
  catchUp,
  EMPTY_WINDOW,
  enter,
  type FeedWindow,
  grow,
  land,
  reachesHead,
  type Side,
  type Update,
  wants,
} from "./window.ts";

/** What the window tells the page about itself, beside its rows. */
interface Extent {
  readonly newCount: number;
  /** Whether more may be loaded on that side. */
  readonly older: boolean;
  readonly newer: boolean;
}

/** A landing, or how to find it on the page that was read. */
export type PlaceOn = Landing | ((page: Page) => Landing);

/** The live feed: the window, the pages that grow it and the updates that change it. */
export interface Feed extends Readonly<Record<Side | "landing", Load>> {
  readonly rows: Rows;
  readonly extent: Accessor<Extent>;
  readonly filter: Accessor<WrittenFilter>;
  readonly hand: Hand;
  /** Fields that the reader has changed and the server has not confirmed yet. */
  readonly overlays: Accessor<ReadonlyMap<number, Partial<Alert>>>;
  /** The arrivals that came in last. */
  readonly entered: Accessor<ReadonlySet<number>>;
  readonly overlay: (id: number, fields: Partial<Alert> | null) => void;
  /** Takes what the server answered to a command. */
  readonly settle: (alert: Alert) => void;
  /** Takes what the server says changed. */
  readonly receive: (update: Update) => void;
  /** Hears every update until the returned function is called. */
  readonly listen: (listener: (update: Update) => void) => () => void;
  /** The reader is near that end of the window. */
  readonly near: (side: Side) => void;
  /** Reads a page anew and puts the reader on it. */
  readonly jump: (where: Where, place: PlaceOn, filter?: WrittenFilter) => void;
  /** Puts the reader at a row, reading a page around it only where it is not at hand. */
  readonly visit: (alertId: number, place: Landing) => void;
  readonly place: (place: Landing) => void;
  /** To the first alerts ever received. */
  readonly jumpToOldest: () => void;
  /** Shows the arrivals that are held. */
  readonly bring: () => void;
  /** Shows them if the reader is at the head and the hand has gone. */
  readonly bringIfMay: () => void;
  /** The server cannot go on from where we are: reads the place of the reader anew. */
  readonly reset: () => void;
  readonly attach: (scroller: Scroller, live: Live) => void;
}

export function createFeed(opening: Opening, openingFilter: WrittenFilter): Feed {
  const page = opening.page.ok ? opening.page.value : null;
  let window = page ? land(EMPTY_WINDOW, page, opening.newest) : EMPTY_WINDOW;
  let epoch = page?.head.epoch ?? "";
  let view: { scroller: Scroller; live: Live } | null = null;
  let isReset = false;
  let jumpAgain = (): void => jump({}, "top");

  const rows = createRows(window.rows);
  const hand = createHand();
  const [extent, setExtent] = createSignal(extentOf(window));
  const [filter, setFilter] = createSignal(openingFilter);
  const [overlays, setOverlays] = createSignal<ReadonlyMap<number, Partial<Alert>>>(new Map());
  const [entered, setEntered] = createSignal<ReadonlySet<number>>(new Set());
  const listeners = new Set<(update: Update) => void>();
  const older = createLoad(() => near("older"));
  const newer = createLoad(() => near("newer"));
  const landing = createLoad(
    () => jumpAgain(),
    opening.page.ok ? "idle" : opening.page.failure,
  );

  function receive(update: Update): void {
    for (const listener of listeners) listener(update);
    const mayEnterNow = mayEnter();
    const updated = apply(window, update, centre());
    if (mayEnterNow && updated.held.size > 0) letIn(updated);
    else commit(updated);
  }

  /** Nothing enters away from the head, nor under the reader's hand. */
  function mayEnter(): boolean {
    const now = Date.now();
    const isFree = window.held.size === 0 ? !hand.isOn(now) : hand.hasRested(now);
    return view !== null && view.scroller.atTop() && reachesHead(window) && isFree;
  }

  function bringIfMay(): void {
    if (window.held.size > 0 && mayEnter()) bring();
  }

  function bring(): void {
    if (landing.state() !== "loading") letIn(window);
  }

  /** At the head the reader sees the arrivals come; from elsewhere the head is read anew. */
  function letIn(next: FeedWindow): void {
    setEntered(new Set(next.held.keys()));
    if (canEnter(next)) commit(enter(next), "top");
    else {
      commit(next);
      jump({}, "top");
    }
  }

  function near(side: Side): void {
    const load = side === "older" ? older : newer;
    if (load.state() !== "idle" || landing.state() !== "idle") return;
    if (!wants(window, side, centre())) return;
    const edge = side === "older" ? window.from : window.to;
    const where = { [side === "older" ? "before" : "after"]: writeCursor(epoch, edge) };
    const missed = record();
    load.run(
      (signal) => readPage(filter(), where, signal).finally(missed.stop),
      (answer) => {
        const grown = grow(window, side, edge, answer, centre());
        commit(catchUp(grown, answer.head.seq, missed.updates, centre()));
      },
    );
  }

  function visit(alertId: number, place: Landing): void {
    if (rows.ids().includes(alertId)) commit(window, place);
    else jump({ around: String(alertId) }, place);
  }

  function jumpToOldest(): void {
    if (window.from > 0) jump({ after: writeCursor(epoch, 0) }, { centred: 0 });
    else commit(window, { centred: 0 });
  }

  function jump(where: Where, placeOn: PlaceOn, wanted: WrittenFilter = filter()): void {
    for (const load of [older, newer, landing]) load.abort();
    jumpAgain = () => jump(where, placeOn, wanted);
    const missed = record();
    landing.run(
      (signal) => readLanding(wanted, where, signal).finally(missed.stop),
      ({ page: answer, newest }) => {
        const place = typeof placeOn === "function" ? placeOn(answer) : placeOn;
        // Updates for another filter, or of another database, mean nothing here.
        const isAfresh = isReset || epoch !== answer.head.epoch || !sameFilter(filter(), wanted);
        const landed = land(isAfresh ? EMPTY_WINDOW : window, answer, newest);
        const updates = isAfresh ? [] : missed.updates;
        const caughtUp = catchUp(landed, answer.head.seq, updates, centre());
        isReset = false;
        epoch = answer.head.epoch;
        setFilter(wanted);
        commit(place === "top" ? enter(caughtUp) : caughtUp, place);
        if (isAfresh) view?.live.subscribe(answer.head, wanted);
      },
    );
  }

  function reset(): void {
    const anchor = view?.scroller.atTop() ? null : view?.scroller.anchor();
    isReset = true;
    if (anchor) jump({ around: String(anchor.alertId) }, anchor);
    else jump({}, "top");
  }

  /** The updates from now on, for a page that may turn out to be older than they are. */
  function record(): { updates: readonly Update[]; stop: () => void } {
    const updates: Update[] = [];
    const stop = listen((update) => updates.push(update));
    return { updates, stop };
  }

  function listen(listener: (update: Update) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  function overlay(id: number, fields: Partial<Alert> | null): void {
    setOverlays((present) => overlaid(present, id, fields));
    commit(window);
  }

  function settle(alert: Alert): void {
    setOverlays((present) => overlaid(present, alert.id, null));
    const isShown = matches(readFilter(filter()), alert);
    const [put, remove] = isShown ? [[alert], []] : [[], [alert.id]];
    receive({ put, patch: [], remove, to: alert.seq });
  }

  /** The only way for rows to change on the page. Never within a batch: the scroller measures. */
  function commit(next: FeedWindow, place?: Landing): void {
    window = next;
    const shown = display(window.rows);
    const ids = new Set(shown.map(({ id }) => id));
    const change = (): void => {
      batch(() => {
        rows.show(shown);
        setExtent(extentOf(window));
      });
    };
    if (view === null) change();
    else if (place === undefined) view.scroller.hold(change, (id) => ids.has(id));
    else view.scroller.land(change, place);
  }

  function display(alerts: readonly Alert[]): readonly Alert[] {
    const changed = overlays();
    if (changed.size === 0) return alerts;
    const wanted = readFilter(filter());
    return alerts
      .map((alert) => (changed.has(alert.id) ? { ...alert, ...changed.get(alert.id) } : alert))
      .filter((alert) => !changed.has(alert.id) || matches(wanted, alert));
  }

  function centre(): number {
    return view?.scroller.centre() ?? 0;
  }

  return {
    rows,
    extent,
    filter,
    hand,
    older,
    newer,
    landing,
    overlays,
    entered,
    overlay,
    settle,
    receive,
    listen,
    near,
    jump,
    visit,
    place: (place) => commit(window, place),
    jumpToOldest,
    bring,
    bringIfMay,
    reset,
    attach: (scroller, live) => {
      view = { scroller, live };
      if (page) live.subscribe(page.head, openingFilter);
    },
  };
}

function extentOf(window: FeedWindow): Extent {
  return {
    newCount: window.held.size,
    older: window.from > 0,
    newer: !reachesHead(window),
  };
}

function overlaid(
  present: ReadonlyMap<number, Partial<Alert>>,
  id: number,
  fields: Partial<Alert> | null,
): ReadonlyMap<number, Partial<Alert>> {
  const next = new Map(present);
  if (fields === null) next.delete(id);
  else next.set(id, fields);
  return next;
}
