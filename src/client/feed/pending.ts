import type { Alert } from "../../domain/alert.ts";

/** Something that the reader has done to an alert and that its row may not show yet. */
export interface Pending {
  readonly alertId: number;
  /** The alert as it will be then; itself, where this cannot or need not be done to it any more. */
  readonly change: (alert: Alert) => Alert;
  /** The event by which the server has done it; undefined until it has answered. */
  readonly seq?: number;
}

/** All of them, in the order in which they were sent. */
export type PendingList = readonly Pending[];

/** The server's row as it will be once all that is pending has been done to it. */
export function foresee(row: Alert, list: PendingList): Alert {
  return list
    .filter(({ alertId }) => alertId === row.id)
    .reduce((alert, { change }) => change(alert), row);
}

/** The server has refused it, or did not answer: it alone is taken back. */
export function refused(list: PendingList, one: Pending): PendingList {
  return list.filter((other) => other !== one);
}

/**
 * The server has done it. What was sent to the same alert earlier ends with it: either the answer has
 * it in it already, or it will be refused. Kept, it would be done once more to a row on which it was
 * done and undone. The answer stays until {@link heard}: what was told of the alert before it may
 * still be on its way, and bring back a row that was deleted.
 */
export function done(list: PendingList, one: Pending, answer: Alert): PendingList {
  const at = list.indexOf(one);
  if (at < 0) return list;
  const change = (alert: Alert): Alert => (alert.seq < answer.seq ? answer : alert);
  const answered = { alertId: one.alertId, change, seq: answer.seq };
  const earlier = list.slice(0, at).filter(({ alertId }) => alertId !== one.alertId);
  return [...earlier, answered, ...list.slice(at + 1)];
}

/** All has been told that happened up to that place in the log. */
export function heard(list: PendingList, to: number): PendingList {
  return list.filter(({ seq = Infinity }) => seq > to);
}
