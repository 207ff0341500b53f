import { type Alert, type Pairs, samePairs } from "./alert.ts";
import { type Filter, matches } from "./filter.ts";

/** An alert before and after some events; `before` is null where it was opened by them. */
export interface Alteration {
  readonly before: Alert | null;
  readonly after: Alert;
  /** What it was meanwhile, where several changes have become one. */
  readonly between?: readonly Alert[];
}

/** An alert that the event `seq` has removed for good. */
export interface Removal {
  readonly before: Alert;
  readonly after: null;
  readonly seq: number;
  readonly between?: readonly Alert[];
}

export type Change = Alteration | Removal;

export function idOf({ before, after }: Change): number {
  return (after ?? before).id;
}

/** The last event of a change. */
export function seqOf(change: Change): number {
  return change.after === null ? change.seq : change.after.seq;
}

/** The fields of an alert that are other than they were, with its id and its new `seq`. */
export type Patch = Pick<Alert, "id" | "seq"> & Partial<Alert>;

/** What has changed for one filter. Ids occur in one of the three at most. */
export interface Diff {
  readonly put: readonly Alert[];
  readonly patch: readonly Patch[];
  readonly remove: readonly number[];
}

/** What becomes of one alert: its first change, its last, and what it was between them. */
interface Course {
  readonly first: Change;
  readonly between: Alert[];
  last: Change;
}

/** One change for each alert: from before its first change to after its last. */
export function coalesce(changes: readonly Change[]): Change[] {
  const byId = new Map<number, Course>();
  for (const change of changes) {
    const { between = [] } = change;
    const course = byId.get(idOf(change));
    if (course === undefined) {
      byId.set(idOf(change), { first: change, between: [...between], last: change });
    } else {
      // Into the one list: an alert may change as often as a body has room for.
      if (course.last.after !== null) course.between.push(course.last.after);
      for (const alert of between) course.between.push(alert);
      course.last = change;
    }
  }
  return [...byId.values()].map(wholeOf);
}

function wholeOf({ first, between, last }: Course): Change {
  if (last.after !== null) return { before: first.before, between, after: last.after };
  // Of what began and ended meanwhile, there was nothing before: its beginning stands for that.
  const before = first.before ?? between[0] ?? last.before;
  return { before, between, after: null, seq: last.seq };
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
    if (after === null || !matches(filter, after)) {
      if (was.some(Boolean)) remove.push(idOf(change));
    } else if (before !== null && was.every(Boolean)) {
      patch.push(patchOf(before, after, between));
    } else put.push(after);
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
