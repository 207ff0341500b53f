import "server-only";
import type { Head } from "../../domain/cursor.ts";
import type { ResetReason } from "../../protocol/frame.ts";
import type { Room } from "./room.ts";

/**
 * Time (ms) from one frame to the next at the least: what changes meanwhile goes out together. A little
 * over 50, so that no second has more than twenty frames.
 */
export const GATHER = 51;
/** Time (ms) after which one turn of the event loop ends, for others to be served. */
export const TURN_TIME = 100;
/** An outlet with more unsent bytes than this gets nothing more until it has drained to that. */
export const MAX_BACKLOG = 1_048_576;
export const DRAINED = 65_536;
/** An outlet that has not drained for this long (ms) is closed, to come back when it can. */
export const MAX_STUCK = 60_000;
/** Events beyond which reading a page afresh is cheaper than catching up. */
export const MAX_CATCH_UP = 20_000;

/** What may gather to go out together. */
export const GATHERED: Room = { rows: 5_000, bytes: 8_388_608 };

/** What goes into one frame, and what is kept in memory for those who are a little behind. */
export interface Rooms {
  readonly frame: Room;
  readonly tail: Room;
}

export const ROOMS: Rooms = {
  frame: { rows: 500, bytes: 262_144 },
  tail: { rows: 5_000, bytes: 8_388_608 },
};

/**
 * Why a subscription cannot go on from where it asks to, or null where it can: what was removed for
 * good up to `reach` is in no catch-up any more.
 */
export function resetReason(head: Head, since: Head, reach: number): ResetReason | null {
  if (since.epoch !== head.epoch) return "epoch";
  if (since.seq > head.seq) return "future";
  return since.seq < reach || head.seq - since.seq > MAX_CATCH_UP ? "too-far" : null;
}
