import { type Alert, type Pairs, samePairs } from "./alert.ts";
import { type Filter, matches } from "./filter.ts";

/** An alert before and after some events; `before` is null where it was opened by them. */
export interface Change {
  readonly before: Alert | null;
  readonly after: Alert;
  /** What it was meanwhile, where several changes have become one. */
  readonly between?: readonly Alert[];
}

/** The fields of an alert that are other than they were, with its id and its new `seq`. */
export type Patch = Pick<Alert, "id" | "seq"> & Partial<Alert>;

/** What has changed for one filter. Ids occur in one of the three at most. */
export interface Diff {
  readonly put: readonly Alert[];
  readonly patch: readonly Patch[];
  readonly remove: readonly number[];
}

/** One change for each alert: from before its first change to after its last. */
export function coalesce(changes: readonly Change[]): Change[] {
  const byId = new Map<number, { before: Alert | null; between: Alert[]; after: Alert }>();
  for (const { before, between = [], after } of changes) {
    const course = byId.get(after.id);
    if (course === undefined) byId.set(after.id, { before, between: [...between], after });
    else {
      course.between.push(course.after, ...between);
      course.after = after;
    }
  }
  return [...byId.values()];
}

/**
 * What coalesced changes mean to someone who sees the feed through a filter: also to who has read a
 * page while they happened, and so holds, or does not hold, an alert as it was for a moment.
 */
export function diffOf(filter: Filter, changes: readonly Change[]): Diff {
  const put: Alert[] = [];
  const patch: Patch[] = [];
  const remove: number[] = [];
  for (const change of changes) {
    const { before, between = [], after } = change;
    const was = [before, ...between].map((alert) => alert !== null && matches(filter, alert));
    const is = matches(filter, after);
    if (is && before !== null && was.every(Boolean)) patch.push(patchOf(before, after, between));
    else if (is) put.push(after);
    else if (was.some(Boolean)) remove.push(after.id);
  }
  return { put, patch, remove };
}

/** The fields that are other than they were before, or at any time between. */
export function patchOf(before: Alert, after: Alert, between: readonly Alert[] = []): Patch {
  const past = [before, ...between];
  const fields = Object.entries(after).filter(
    ([field, value]) => !past.every((alert) => sameField(alert[field as keyof Alert], value)),
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
