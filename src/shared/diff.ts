import { type Alert, type Pairs, samePairs } from "./alert.ts";
import { type Filter, matches } from "./filter.ts";

/** An alert before and after some events; `before` is null where it was opened by them. */
export interface Change {
  readonly before: Alert | null;
  readonly after: Alert;
}

/** The fields of an alert that are other than before, with its id and its new `seq`. */
export type Patch = Pick<Alert, "id" | "seq"> & Partial<Alert>;

/** What has changed for one filter. Ids occur in one of the three at most. */
export interface Diff {
  readonly put: readonly Alert[];
  readonly patch: readonly Patch[];
  readonly remove: readonly number[];
}

/** One change for each alert: from before its first change to after its last. */
export function coalesce(changes: readonly Change[]): Change[] {
  const byId = new Map<number, Change>();
  for (const change of changes) {
    const earlier = byId.get(change.after.id);
    byId.set(change.after.id, earlier ? { before: earlier.before, after: change.after } : change);
  }
  return [...byId.values()];
}

/** What coalesced changes mean to someone who sees the feed through a filter. */
export function diffOf(filter: Filter, changes: readonly Change[]): Diff {
  const put: Alert[] = [];
  const patch: Patch[] = [];
  const remove: number[] = [];
  for (const { before, after } of changes) {
    const was = before !== null && matches(filter, before);
    const is = matches(filter, after);
    if (is && was) patch.push(patchOf(before, after));
    else if (is) put.push(after);
    else if (was) remove.push(after.id);
  }
  return { put, patch, remove };
}

export function patchOf(before: Alert, after: Alert): Patch {
  const fields = Object.entries(after).filter(
    ([field, value]) => !sameField(before[field as keyof Alert], value),
  );
  return { ...(Object.fromEntries(fields) as Partial<Alert>), id: after.id, seq: after.seq };
}

type Field = Alert[keyof Alert];

function sameField(a: Field, b: Field): boolean {
  return a === b || (isPairs(a) && isPairs(b) && samePairs(a, b));
}

function isPairs(field: Field): field is Pairs {
  return typeof field === "object" && field !== null;
}

export function isEmpty({ put, patch, remove }: Diff): boolean {
  return put.length + patch.length + remove.length === 0;
}
