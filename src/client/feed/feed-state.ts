import { type Accessor, batch, createSignal } from "solid-js";
import type { Epoch, Head } from "../../domain/cursor.ts";
import type { WrittenFilter } from "../../domain/filter.ts";
import type { Answer } from "../../protocol/answer.ts";
import type { Page } from "../../protocol/page.ts";
import { createOverlays, type Overlays } from "./overlays.ts";
import { createRows, type Rows } from "./rows.ts";
import type { Landing, Scroller } from "../scroll/scroll.ts";
import { createTold, type Told } from "./told.ts";
import { createUpdates, type Updates } from "./updates.ts";
import {
  EMPTY_WINDOW,
  type FeedWindow,
  land,
  reachesHead,
  rowBelowGap,
  type Waiting,
  waiting,
} from "../window/window.ts";

/** What was read for the feed to begin with. */
export interface FeedOpening {
  readonly page: Answer<Page>;
  /** The newest id of the feed, where the page does not reach up to it. */
  readonly newest: number;
  /** The clock of who read it. */
  readonly now: string;
}

/** What the window tells the page about itself, beside its rows. */
interface Extent {
  /** What waits above, not yet let in. */
  readonly waiting: Waiting;
  /** Whether more may be loaded on that side. */
  readonly older: boolean;
  readonly newer: boolean;
  /** What was missed above the row `below`. */
  readonly gap: { readonly below: number; readonly count: number } | null;
}

/** The window, and the one way in which it comes to be on the page. */
export interface FeedState {
  readonly rows: Rows;
  readonly extent: Accessor<Extent>;
  readonly overlays: Overlays;
  readonly updates: Updates;
  readonly told: Told;
  /** The filter of the rows, which is not yet that of the address while a page is read. */
  readonly filter: Accessor<WrittenFilter>;
  /** The database that the rows are of. */
  readonly epoch: () => Epoch;
  /** Whether nothing was ever written to the log, as far as is known. */
  readonly isLogEmpty: Accessor<boolean>;
  /** The log has come to that place. */
  readonly reach: (seq: number) => void;
  readonly readFrom: (head: Head, filter: WrittenFilter) => void;
  readonly window: () => FeedWindow;
  /** Shows the window: without moving the reader, or at the place where the reader is put. */
  readonly commit: (next: FeedWindow, place?: Landing) => void;
  /** Null until the feed is on screen. */
  readonly scroller: () => Scroller | null;
  readonly centre: () => number;
  readonly attach: (scroller: Scroller) => void;
}

export function createFeedState(opening: FeedOpening, openingFilter: WrittenFilter): FeedState {
  const page = opening.page.ok ? opening.page.value : null;
  const overlays = createOverlays();
  let window = page ? land(EMPTY_WINDOW, page, opening.newest) : EMPTY_WINDOW;
  let epoch = page?.head.epoch ?? "";
  let scroller: Scroller | null = null;

  const rows = createRows(window.rows);
  const [extent, setExtent] = createSignal(extentOf(window));
  const [filter, setFilter] = createSignal(openingFilter);
  const [isLogEmpty, setIsLogEmpty] = createSignal(page?.head.seq === 0);

  // Never to be called within a batch: the scroller measures the rows that this makes.
  function commit(next: FeedWindow, place?: Landing): void {
    window = next;
    const shown = overlays.over(window.rows, filter());
    const ids = new Set(shown.map(({ id }) => id));
    const change = (): void => {
      batch(() => {
        rows.show(shown);
        setExtent(extentOf(next));
      });
    };
    if (scroller === null) change();
    else if (place === undefined) scroller.hold(change, (id) => ids.has(id));
    else scroller.land(change, place);
  }

  return {
    rows,
    extent,
    overlays,
    updates: createUpdates(),
    told: createTold(opening.now, window.rows),
    filter,
    epoch: () => epoch,
    isLogEmpty,
    reach: (seq) => setIsLogEmpty(seq === 0),
    readFrom: (head, nextFilter) => {
      if (head.epoch !== epoch) overlays.clear();
      epoch = head.epoch;
      setIsLogEmpty(head.seq === 0);
      setFilter(nextFilter);
    },
    window: () => window,
    commit,
    scroller: () => scroller,
    centre: () => scroller?.centre() ?? 0,
    attach: (attached) => {
      scroller = attached;
    },
  };
}

function extentOf(window: FeedWindow): Extent {
  const below = rowBelowGap(window);
  return {
    waiting: waiting(window),
    older: window.from > 0,
    newer: !reachesHead(window),
    gap: below === null ? null : { below, count: window.gap?.count ?? 0 },
  };
}
