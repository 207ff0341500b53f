import { writeCursor } from "../../domain/cursor.ts";
import { readPage } from "../api/api.ts";
import type { FeedState } from "./feed-state.ts";
import { createLoad, type Load } from "../api/load.ts";
import { wants } from "../window/wants.ts";
import { catchUp, grow, type Side } from "../window/window.ts";

/** The pages that grow the window, at most one in flight on each side. */
export interface Paging extends Readonly<Record<Side, Load>> {
  /** The reader is near that end of the window. */
  readonly near: (side: Side) => void;
}

/** `isLanding` tells whether the window is about to be elsewhere altogether. */
export function createPaging(state: FeedState, isLanding: () => boolean): Paging {
  const loads = {
    older: createLoad(() => near("older")),
    newer: createLoad(() => near("newer")),
  };

  function near(side: Side): void {
    const load = loads[side];
    const isWanted = wants(state.window(), side, state.centre());
    if (isWanted && load.state() === "idle" && !isLanding()) read(side, load);
  }

  function read(side: Side, load: Load): void {
    const { from, to } = state.window();
    const edge = side === "older" ? from : to;
    const cursor = writeCursor(state.epoch(), edge);
    const where = side === "older" ? { before: cursor } : { after: cursor };
    const missed = state.updates.record();
    load.run(
      (signal) => readPage(state.filter(), where, signal).finally(missed.stop),
      (page) => {
        const centre = state.centre();
        const grown = grow(state.window(), side, edge, page, centre);
        state.commit(catchUp(grown, page.head.seq, missed.updates, centre));
      },
    );
  }

  return { ...loads, near };
}
