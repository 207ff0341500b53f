import { type Epoch, writeCursor } from "../../shared/cursor.ts";
import type { WrittenFilter } from "../../shared/filter.ts";
import type { Ids, Page } from "../../shared/page.ts";
import type { ResetReason } from "../../shared/protocol.ts";
import { sameFilter } from "../page/address.ts";
import { type Answer, type Failure, readIds, readPage, type Where } from "./api.ts";
import type { FeedState } from "./feed-state.ts";
import { createLoad, type Load } from "./load.ts";
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
    landing.run(
      (signal) => readLanding(journey, state.epoch(), signal).finally(missed.stop),
      ({ page, arrivals }) => {
        // Updates for another filter, or of another database, mean nothing here.
        const isAfresh = isOther(page.head.epoch, filter);
        const landed =
          "missed" in arrivals
            ? landAfterGap(state.window(), page, arrivals.missed)
            : land(isAfresh ? EMPTY_WINDOW : state.window(), page, arrivals.newest);
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

/**
 * The page, or the head where there is no such place. What arrived above it is read after the page,
 * so that nothing lies between what the two of them tell.
 */
async function readLanding(
  journey: Journey,
  epoch: Epoch,
  signal: AbortSignal,
): Promise<Answer<Landed>> {
  const { filter, where, missedAfter } = journey;
  const page = await readPage(filter, where, signal);
  const isNowhere = page.ok ? isBeyond(page.value) : page.failure.code === "alert-not-found";
  if (isNowhere) return readLanding({ ...journey, where: {} }, epoch, signal);
  if (!page.ok) return page;
  const arrivals =
    missedAfter === null || page.value.head.epoch !== epoch
      ? await readNewest(filter, page.value, signal)
      : await readMissed(filter, writeCursor(epoch, missedAfter), signal);
  return arrivals.ok
    ? { ok: true, value: { page: page.value, arrivals: arrivals.value } }
    : arrivals;
}

async function readNewest(
  filter: WrittenFilter,
  { newer }: Page,
  signal: AbortSignal,
): Promise<Answer<Arrivals>> {
  if (newer === null) return { ok: true, value: { newest: 0 } };
  const head = await readPage(filter, {}, signal, 1);
  return head.ok ? { ok: true, value: { newest: head.value.alerts[0]?.id ?? 0 } } : head;
}

async function readMissed(
  filter: WrittenFilter,
  after: string,
  signal: AbortSignal,
): Promise<Answer<Arrivals>> {
  const missed = await readIds(filter, after, signal);
  return missed.ok ? { ok: true, value: { missed: missed.value } } : missed;
}
