import { writeCursor } from "../../domain/cursor.ts";
import type { Page } from "../../protocol/page.ts";
import { wants } from "../window/wants.ts";
import { catchUp, grow, type Side } from "../window/window.ts";
import { show, type Step } from "./feed-event.ts";
import { type FeedState, removedBy } from "./feed-state.ts";

/** The reader is near an end of the window: reads on, with one page in flight on each side. */
export function near(state: FeedState, side: Side, centre: number): Step {
  const { window, reads, epoch, filter, told } = state;
  const isBusy = reads[side] !== null || reads.landing !== null;
  const isStopped = side === "older" && state.isStopped;
  if (isBusy || isStopped || !wants(window, side, centre)) return [state, []];
  const edge = side === "older" ? window.from : window.to;
  const cursor = writeCursor(epoch, edge);
  const where = side === "older" ? { before: cursor } : { after: cursor };
  const read = { asked: edge, hasFailed: false, since: [], seen: told.seen };
  return [
    { ...state, reads: { ...reads, [side]: read } },
    [{ type: "read-page", side, where, filter }],
  ];
}

/**
 * The end of the list is where it was no more, and may be so because older alerts were removed for good:
 * asks what it is now.
 */
export function nearNewEnd(state: FeedState, centre: number): Step {
  const last = state.window.rows.at(-1);
  if (last === undefined) return [state, []];
  return near({ ...state, window: { ...state.window, from: last.id } }, "older", centre);
}

/** The page has come that lies next to the window. */
export function growBy(state: FeedState, side: Side, page: Page, centre: number): Step {
  const read = state.reads[side];
  if (read === null) return [state, []];
  const grown = grow(state.window, side, read.asked, page, centre);
  const window = catchUp(grown, page.head.seq, read.since, centre);
  const entered = new Set(window.rows.map(({ id }) => id).filter((id) => state.entered.has(id)));
  const removed = removedBy(state.removed, page);
  const searchedTo = side === "older" ? (page.searchedTo?.at ?? null) : state.searchedTo;
  const reads = { ...state.reads, [side]: null };
  return show({ ...state, window, removed, searchedTo, entered, reads });
}
