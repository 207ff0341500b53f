import { writeCursor } from "../../domain/cursor.ts";
import type { Page } from "../../protocol/page.ts";
import { wants } from "../window/wants.ts";
import { catchUp, grow, type Side } from "../window/window.ts";
import { show, type Step } from "./feed-event.ts";
import type { FeedState } from "./feed-state.ts";

/** The reader is near an end of the window: reads on, with one page in flight on each side. */
export function near(state: FeedState, side: Side, centre: number): Step {
  const { window, reads, epoch, filter, told } = state;
  const isBusy = reads[side] !== null || reads.landing !== null;
  if (isBusy || !wants(window, side, centre)) return [state, []];
  const edge = side === "older" ? window.from : window.to;
  const cursor = writeCursor(epoch, edge);
  const where = side === "older" ? { before: cursor } : { after: cursor };
  const read = { asked: edge, hasFailed: false, since: [], seen: told.seen };
  return [
    { ...state, reads: { ...reads, [side]: read } },
    [{ type: "read-page", side, where, filter }],
  ];
}

/** The page has come that lies next to the window. */
export function growBy(state: FeedState, side: Side, page: Page, centre: number): Step {
  const read = state.reads[side];
  if (read === null) return [state, []];
  const grown = grow(state.window, side, read.asked, page, centre);
  const window = catchUp(grown, page.head.seq, read.since, centre);
  const entered = new Set(window.rows.map(({ id }) => id).filter((id) => state.entered.has(id)));
  return show({ ...state, window, entered, reads: { ...state.reads, [side]: null } });
}
