import { writeCursor } from "../../domain/cursor.ts";
import type { Ids, Where } from "../../protocol/page.ts";
import { sameFilter } from "../address/address.ts";
import type { Landing } from "../scroll/scroll.ts";
import { catchUp, EMPTY_WINDOW, enter, land, landAfterGap } from "../window/window.ts";
import { type FeedEvent, show, type Step } from "./feed-event.ts";
import {
  type FeedState,
  type Journey,
  type LandingOn,
  removedBy,
  shownRows,
} from "./feed-state.ts";
import type { Landed } from "./read-landing.ts";
import { readList } from "./told.ts";

// The ways to be elsewhere: that place is read anew, nothing is scrolled through.

/** Reads a page and puts the reader on it. */
export function jump(
  state: FeedState,
  where: Where,
  landingOn: LandingOn,
  filter = state.wanted,
): Step {
  return go(state, { where, landingOn, filter, missedAfter: null });
}

export function go(state: FeedState, journey: Journey): Step {
  const landing = { asked: journey, hasFailed: false, since: [], seen: state.told.seen };
  return [
    {
      ...state,
      wanted: journey.filter,
      isStopped: false,
      reads: { landing, older: null, newer: null },
    },
    [{ type: "abort" }, { type: "read-landing", journey, epoch: state.epoch }],
  ];
}

/** Puts the reader at a row, reading a page around it only where it is not at hand. */
export function visit(state: FeedState, alertId: number, landing: Landing): Step {
  if (shownRows(state).some(({ id }) => id === alertId)) return show(state, landing);
  return jump(state, { around: String(alertId) }, landing);
}

/** To the first alerts ever received. */
export function goToOldest(state: FeedState): Step {
  const bottom = { centred: 0 };
  if (state.window.from === 0) return show(state, bottom);
  return jump(state, { after: writeCursor(state.epoch, 0) }, bottom);
}

/** Reads the place of the reader anew. In another database, nothing is known of what was missed. */
export function reset(
  before: FeedState,
  { reason, anchor, isAtTop }: Extract<FeedEvent, { type: "reset" }>,
): Step {
  const state = { ...before, isReset: true };
  const isGap = reason === "too-far" && sameFilter(state.wanted, state.filter);
  if (anchor === null || (!isGap && isAtTop)) return jump(state, {}, "top");
  return go(state, {
    where: { around: String(anchor.alertId) },
    landingOn: anchor,
    filter: state.wanted,
    missedAfter: isGap ? state.window.known : null,
  });
}

/** The page has come that the reader is put on. */
export function arrive(state: FeedState, { page, arrivals, since }: Landed, centre: number): Step {
  const read = state.reads.landing;
  if (read === null) return [state, []];
  const { filter, landingOn } = read.asked;
  const { epoch } = page.head;
  // Updates for another filter, or of another database, mean nothing here.
  const isAfresh = state.isReset || epoch !== state.epoch || !sameFilter(filter, state.filter);
  const landed =
    "missed" in arrivals
      ? landAfterGap(state.window, page, above(arrivals.missed, state.window.known))
      : land(isAfresh ? EMPTY_WINDOW : state.window, page, arrivals.newest);
  const window = catchUp(landed, since.seq, isAfresh ? [] : read.since, centre);
  const landing = typeof landingOn === "function" ? landingOn(page) : landingOn;
  const arrived = {
    ...state,
    window: landing === "top" ? enter(window) : window,
    pending: epoch === state.epoch ? state.pending : [],
    filter,
    epoch,
    isLogEmpty: page.head.seq === 0,
    removed: removedBy(state.removed, page),
    searchedTo: page.searchedTo?.at ?? null,
    isReset: false,
    told: readList(state.told, read.seen, page.alerts),
    reads: { ...state.reads, landing: null },
  };
  if (!isAfresh) return show(arrived, landing);
  const [next, effects] = show({ ...arrived, heard: since.seq }, landing);
  return [next, [...effects, { type: "subscribe", since, filter }]];
}

/** Who has let arrivals in since the ids were asked for has missed none of those. */
function above(missed: Ids, known: number): Ids {
  return { ...missed, ids: missed.ids.filter((id) => id > known) };
}
