import { fail, ok, type Result } from "./problem.ts";

/** Which database a position belongs to: made with it, changed when it is restored. */
export type Epoch = string;

/** A place in the log: everything up to and including event `seq` of that database. */
export interface Head {
  readonly epoch: Epoch;
  readonly seq: number;
}

/**
 * The opaque text for a place in the feed (the id of an alert) or in the history of one (the seq of
 * an event) in that database. Nothing tells the two apart: each goes back to where it came from.
 */
export function writeCursor(epoch: Epoch, place: number): string {
  return `${epoch}.${place.toString(36)}`;
}

/** The place that a cursor stands for, refused where it belongs to another database. */
export function readCursor(epoch: Epoch, parameter: string, cursor: string): Result<number> {
  const match = /^([0-9a-z]{1,32})\.([0-9a-z]{1,10})$/u.exec(cursor);
  const place = Number.parseInt(match?.[2] ?? "", 36);
  if (!Number.isSafeInteger(place)) {
    return fail("invalid-cursor", `${parameter}: not a cursor of this server`);
  }
  if (match?.[1] !== epoch) {
    return fail("stale-cursor", `${parameter}: this cursor belongs to another database`);
  }
  return ok(place);
}
