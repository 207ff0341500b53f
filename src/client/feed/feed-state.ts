import type { Actor } from "../../domain/actor.ts";
import type { Alert } from "../../domain/alert.ts";
import type { Epoch } from "../../domain/cursor.ts";
import { type Filter, readFilter, resolveMe, type WrittenFilter } from "../../domain/filter.ts";
import type { Answer } from "../../protocol/answer.ts";
import type { Page, Removed, Where } from "../../protocol/page.ts";
import type { Landing } from "../scroll/scroll.ts";
import {
  EMPTY_WINDOW,
  type FeedWindow,
  land,
  reachesHead,
  rowBelowGap,
  type Side,
  type Update,
  type Waiting,
  waiting,
} from "../window/window.ts";
import { overlaid } from "./overlays.ts";
import type { PendingList } from "./pending.ts";
import { type Told, toldBy } from "./told.ts";

/** What was read for the feed to begin with. */
export interface FeedOpening {
  readonly page: Answer<Page>;
  /** The newest id of the feed, where the page does not reach up to it. */
  readonly newest: number;
  /** The clock of who read it. */
  readonly now: string;
}

/** All that the feed knows. */
export interface FeedState {
  readonly window: FeedWindow;
  /** What the reader has done to rows and the server has not confirmed yet. */
  readonly pending: PendingList;
  /** The filter of the rows. */
  readonly filter: WrittenFilter;
  /** Who it means by {@link ME}. */
  readonly me: Actor;
  /** The filter that was asked for last. It is not yet that of the rows while a page is read. */
  readonly wanted: WrittenFilter;
  /** The database that the rows are of. */
  readonly epoch: Epoch;
  /** Whether nothing was ever written to the log, as far as is known. */
  readonly isLogEmpty: boolean;
  /** Older alerts than the oldest were removed for good, as far as is known. */
  readonly removed: Removed | null;
  /** When the oldest alert was received that has been looked at, where a search goes on from there. */
  readonly searchedTo: string | null;
  /** Whether the reader has stopped it. */
  readonly isStopped: boolean;
  /** Whether the server cannot go on from where we are, until a page was read anew. */
  readonly isReset: boolean;
  /** Up to where in the log the stream has told what happened. */
  readonly heard: number;
  readonly told: Told;
  /** The arrivals that came in last. */
  readonly entered: ReadonlySet<number>;
  /** Whether the reader holds what arrives by the control for it. */
  readonly isPaused: boolean;
  /** The pages that are being read or could not be. */
  readonly reads: {
    readonly landing: Read<Journey> | null;
  } & Readonly<Record<Side, Read<number> | null>>;
}

export type ReadName = "landing" | Side;

/** What was asked for, for a page next to the window the id at its end. */
interface Read<Asked> {
  readonly asked: Asked;
  readonly hasFailed: boolean;
  /** The updates since: the answer may turn out to be older. */
  readonly since: readonly Update[];
  /** What had been seen when it was asked for, see {@link Told}. */
  readonly seen: number;
}

/** A place to read anew, and how the window is made of what was read. */
export interface Journey {
  readonly where: Where;
  readonly landingOn: LandingOn;
  readonly filter: WrittenFilter;
  /** The id above which arrivals were missed, where they were; of the same database only. */
  readonly missedAfter: number | null;
}

/** Where the reader is put, or how to find that on the page that was read. */
export type LandingOn = Landing | ((page: Page) => Landing);

export function openFeed(opening: FeedOpening, filter: WrittenFilter, me: Actor): FeedState {
  const page = opening.page.ok ? opening.page.value : null;
  const window = page ? land(EMPTY_WINDOW, page, opening.newest) : EMPTY_WINDOW;
  const told = toldBy(opening.now, window.rows);
  const head: Journey = { where: {}, landingOn: "top", filter, missedAfter: null };
  return {
    window,
    pending: [],
    filter,
    me,
    wanted: filter,
    epoch: page?.head.epoch ?? "",
    isLogEmpty: page?.head.seq === 0,
    removed: page?.removed ?? null,
    searchedTo: page?.searchedTo?.at ?? null,
    isStopped: false,
    isReset: false,
    heard: page?.head.seq ?? 0,
    told,
    entered: new Set(),
    isPaused: false,
    reads: {
      landing: page ? null : { asked: head, hasFailed: true, since: [], seen: told.seen },
      older: null,
      newer: null,
    },
  };
}

/** What is known of what was removed once that page was read: only one that ends the list tells of it. */
export function removedBy(removed: Removed | null, page: Page): Removed | null {
  return page.older === null ? (page.removed ?? null) : removed;
}

/** Which alerts the rows are. */
export function filterOf({ filter, me }: Pick<FeedState, "filter" | "me">): Filter {
  return readFilter(resolveMe(filter, me));
}

/** The rows as the page shows them. */
export function shownRows(state: FeedState): readonly Alert[] {
  const { window, pending } = state;
  return pending.length === 0 ? window.rows : overlaid(window.rows, pending, filterOf(state));
}

/** What the window tells the page about itself, beside its rows. */
export interface Extent {
  /** What waits above, not yet let in. */
  readonly waiting: Waiting;
  /** Whether more may be loaded on that side. */
  readonly older: boolean;
  readonly newer: boolean;
  /** What was missed above the row `below`. */
  readonly gap: { readonly below: number; readonly count: number } | null;
  /** What was removed for good before the oldest row. */
  readonly removed: Removed | null;
  /** How far the search for older rows has come, where it takes long; `isStopped` by the reader. */
  readonly searchedTo: string | null;
  readonly isStopped: boolean;
}

export function extentOf({ window, removed, searchedTo, isStopped }: FeedState): Extent {
  const below = rowBelowGap(window);
  return {
    waiting: waiting(window),
    older: window.from > 0,
    newer: !reachesHead(window),
    gap: below === null ? null : { below, count: window.gap?.count ?? 0 },
    removed,
    searchedTo,
    isStopped,
  };
}

/** Whether there is nothing new to be seen: most updates change rows and no more. */
export function sameExtent(a: Extent, b: Extent): boolean {
  return (
    a.older === b.older &&
    a.newer === b.newer &&
    a.waiting.arrived === b.waiting.arrived &&
    a.waiting.returned === b.waiting.returned &&
    a.removed === b.removed &&
    a.searchedTo === b.searchedTo &&
    a.isStopped === b.isStopped &&
    a.gap?.below === b.gap?.below &&
    a.gap?.count === b.gap?.count
  );
}
