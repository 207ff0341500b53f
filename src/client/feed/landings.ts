import { type Epoch, type Head, writeCursor } from "../../domain/cursor.ts";
import type { WrittenFilter } from "../../domain/filter.ts";
import type { Ids, Page, Where } from "../../protocol/page.ts";
import type { ResetReason } from "../../protocol/frame.ts";
import { sameFilter } from "../address/address.ts";
import type { Answer, Failure } from "../../protocol/answer.ts";
import { readIds, readPage } from "../api/api.ts";
import type { FeedState } from "./feed-state.ts";
import { createLoad, type Load } from "../api/load.ts";
import type { Landing } from "../scroll/scroll.ts";
import type { Live } from "../live/socket.ts";
import { isBeyond } from "../window/stretch.ts";
import { catchUp, EMPTY_WINDOW, enter, land, landAfterGap } from "../window/window.ts";

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
  readonly reset: (reason: ResetReason) => void;
  /** Where new subscriptions are made. */
  readonly attach: (live: Live) => void;
}

/** A place to read anew, and how the window is made of what was read. */
interface Journey {
  readonly where: Where;
  readonly placeOn: PlaceOn;
  readonly filter: WrittenFilter;
  /** The id above which arrivals were missed, where they were; of the same database only. */
  readonly missedAfter: number | null;
}

interface Landed {
  readonly page: Page;
  readonly arrivals: Arrivals;
  /** What came after it is not in all of what was read. */
  readonly since: Head;
}

/** The newest id of the feed where the page does not reach up to it, or what was missed. */
type Arrivals = { readonly newest: number } | { readonly missed: Ids };

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
  /** The filter that was asked for last. It is not yet that of the rows while a page is read. */
  let wanted = state.filter();

  function jump(where: Where, placeOn: PlaceOn, filter = wanted): void {
    go({ where, placeOn, filter, missedAfter: null });
  }

  function go(journey: Journey): void {
    const { filter, placeOn } = journey;
    leave();
    landing.abort();
    wanted = filter;
    again = () => go(journey);
    const missed = state.updates.record();
    const read = state.told.ask();
    landing.run(
      (signal) => readLanding(journey, state.epoch(), signal).finally(missed.stop),
      ({ page, arrivals, since }) => {
        // Updates for another filter, or of another database, mean nothing here.
        const isAfresh = isOther(page.head.epoch, filter);
        const landed =
          "missed" in arrivals
            ? landAfterGap(state.window(), page, arrivals.missed)
            : land(isAfresh ? EMPTY_WINDOW : state.window(), page, arrivals.newest);
        const updates = isAfresh ? [] : missed.updates;
        const window = catchUp(landed, since.seq, updates, state.centre());
        const place = typeof placeOn === "function" ? placeOn(page) : placeOn;
        read(page.alerts);
        state.readFrom(page.head, filter);
        state.commit(place === "top" ? enter(window) : window, place);
        if (isAfresh) live?.subscribe(since, filter);
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

  /** In another database than before, nothing is known of what the reader has missed. */
  function reset(reason: ResetReason): void {
    isReset = true;
    const scroller = state.scroller();
    const anchor = scroller?.anchor() ?? null;
    const isGap = reason === "too-far" && sameFilter(wanted, state.filter());
    if (anchor === null || (!isGap && scroller?.atTop())) return jump({}, "top");
    go({
      where: { around: String(anchor.alertId) },
      placeOn: anchor,
      filter: wanted,
      missedAfter: isGap ? state.window().known : null,
    });
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

/** The page, or the head where there is no such place, with what lies above it. */
async function readLanding(
  journey: Journey,
  epoch: Epoch,
  signal: AbortSignal,
): Promise<Answer<Landed>> {
  const { filter, where, missedAfter } = journey;
  const isAtHead = Object.keys(where).length === 0;
  // At once, for the way to the server takes longer than the answer.
  const [page, newest] = await Promise.all([
    readPage(filter, where, signal),
    isAtHead || missedAfter !== null ? null : readPage(filter, {}, signal, 1),
  ]);
  const isNowhere = page.ok ? isBeyond(page.value) : page.failure.code === "alert-not-found";
  if (isNowhere) return readLanding({ ...journey, where: {} }, epoch, signal);
  if (!page.ok) return page;
  if (missedAfter !== null) return withMissed(journey, missedAfter, page.value, epoch, signal);
  if (newest === null) return landed(page.value, { newest: 0 }, page.value.head);
  if (!newest.ok) return newest;
  const [head, newestHead] = [page.value.head, newest.value.head];
  // The database has been replaced between the two answers.
  if (head.epoch !== newestHead.epoch) return readLanding(journey, epoch, signal);
  const since = head.seq < newestHead.seq ? head : newestHead;
  return landed(page.value, { newest: newest.value.alerts[0]?.id ?? 0 }, since);
}

/** What was missed is read after the page, so that nothing lies between what the two tell. */
async function withMissed(
  journey: Journey,
  missedAfter: number,
  page: Page,
  epoch: Epoch,
  signal: AbortSignal,
): Promise<Answer<Landed>> {
  // In another database, nothing is known of what was missed.
  if (page.head.epoch !== epoch)
    return readLanding({ ...journey, missedAfter: null }, epoch, signal);
  const missed = await readIds(journey.filter, writeCursor(epoch, missedAfter), signal);
  return missed.ok ? landed(page, { missed: missed.value }, page.head) : missed;
}

function landed(page: Page, arrivals: Arrivals, since: Head): Answer<Landed> {
  return { ok: true, value: { page, arrivals, since } };
}
