import { type Epoch, writeCursor } from "../../shared/cursor.ts";
import type { WrittenFilter } from "../../shared/filter.ts";
import type { Page } from "../../shared/page.ts";
import { sameFilter } from "../page/address.ts";
import { type Answer, type Failure, readPage, type Where } from "./api.ts";
import type { FeedState } from "./feed-state.ts";
import { createLoad, type Load } from "./load.ts";
import type { Landing } from "../scroll/scroll.ts";
import type { Live } from "../live/socket.ts";
import { isBeyond } from "../window/stretch.ts";
import { catchUp, EMPTY_WINDOW, enter, land } from "../window/window.ts";

/** A landing, or how to find it on the page that was read. */
export type PlaceOn = Landing | ((page: Page) => Landing);

/** The ways to be elsewhere: that place is read anew, nothing is scrolled through. */
export interface Landings {
  readonly landing: Load;
  /** Reads a page and puts the reader on it. */
  readonly jump: (where: Where, placeOn: PlaceOn, filter?: WrittenFilter) => void;
  /** Puts the reader at a row, reading a page around it only where it is not at hand. */
  readonly visit: (alertId: number, place: Landing) => void;
  /** To the first alerts ever received. */
  readonly jumpToOldest: () => void;
  /** The server cannot go on from where we are: reads the place of the reader anew. */
  readonly reset: () => void;
  /** Where new subscriptions are made. */
  readonly attach: (live: Live) => void;
}

interface Landed {
  readonly page: Page;
  /** The newest id of the feed, where the page does not reach up to it. */
  readonly newest: number;
}

/** `leave` ends what belongs to the place that the reader leaves. */
export function createLandings(
  state: FeedState,
  failure: Failure | null,
  leave: () => void,
): Landings {
  let again = (): void => jump({}, "top");
  const landing = createLoad(() => again(), failure ?? "idle");
  let live: Live | null = null;
  let isReset = false;

  function jump(where: Where, placeOn: PlaceOn, filter = state.filter()): void {
    leave();
    landing.abort();
    again = () => jump(where, placeOn, filter);
    const missed = state.updates.record();
    landing.run(
      (signal) => readLanding(filter, where, signal).finally(missed.stop),
      ({ page, newest }) => {
        // Updates for another filter, or of another database, mean nothing here.
        const isAfresh = isOther(page.head.epoch, filter);
        const landed = land(isAfresh ? EMPTY_WINDOW : state.window(), page, newest);
        const updates = isAfresh ? [] : missed.updates;
        const window = catchUp(landed, page.head.seq, updates, state.centre());
        const place = typeof placeOn === "function" ? placeOn(page) : placeOn;
        state.readFrom(page.head.epoch, filter);
        state.commit(place === "top" ? enter(window) : window, place);
        if (isAfresh) live?.subscribe(page.head, filter);
        isReset = false;
      },
    );
  }

  function isOther(epoch: Epoch, filter: WrittenFilter): boolean {
    return isReset || epoch !== state.epoch() || !sameFilter(filter, state.filter());
  }

  function visit(alertId: number, place: Landing): void {
    if (state.rows.ids().includes(alertId)) state.commit(state.window(), place);
    else jump({ around: String(alertId) }, place);
  }

  function jumpToOldest(): void {
    const bottom = { centred: 0 };
    if (state.window().from === 0) state.commit(state.window(), bottom);
    else jump({ after: writeCursor(state.epoch(), 0) }, bottom);
  }

  function reset(): void {
    const scroller = state.scroller();
    const anchor = scroller?.atTop() ? null : scroller?.anchor();
    isReset = true;
    if (anchor) jump({ around: String(anchor.alertId) }, anchor);
    else jump({}, "top");
  }

  return {
    landing,
    jump,
    visit,
    jumpToOldest,
    reset,
    attach: (attached) => {
      live = attached;
    },
  };
}

/**
 * The page, or the head where there is no such place. How far up the feed goes is read after the
 * page, so that nothing lies between what the two of them tell.
 */
async function readLanding(
  filter: WrittenFilter,
  where: Where,
  signal: AbortSignal,
): Promise<Answer<Landed>> {
  const page = await readPage(filter, where, signal);
  const isNowhere = page.ok ? isBeyond(page.value) : page.failure.code === "alert-not-found";
  if (isNowhere) return readLanding(filter, {}, signal);
  if (!page.ok) return page;
  if (page.value.newer === null) return { ok: true, value: { page: page.value, newest: 0 } };
  const head = await readPage(filter, {}, signal, 1);
  if (!head.ok) return head;
  return { ok: true, value: { page: page.value, newest: head.value.alerts[0]?.id ?? 0 } };
}
