import type { Alert } from "../../../../domain/alert.ts";
import { type Change, idOf } from "../../../../domain/diff.ts";

/** A change as it is written: an alert from before is left out where an entry above it tells how that was left. */
interface Entry {
  readonly id: number;
  readonly before?: Alert | null;
  /** What is other than before, all of it where there was none before; null where it was removed. */
  readonly after: Partial<Alert> | null;
  /** The event that removed it. */
  readonly seq?: number;
}

/**
 * What a commit changed, for other nodes: as little as tells it all, since it is written with the commit and read by each
 * of them, and most changes leave the words of an alert as they are.
 */
export function writeChanges(changes: readonly Change[]): Buffer {
  const told = new Set<number>();
  const entries = changes.map((change): Entry => {
    const { before, after } = change;
    const id = idOf(change);
    // Within a commit each change of an alert begins with what the one before left.
    const isTold = told.has(id);
    told.add(id);
    return {
      id,
      ...(!isTold && { before }),
      after: after === null ? null : otherThan(before, after),
      ...(change.after === null && { seq: change.seq }),
    };
  });
  return Buffer.from(JSON.stringify(entries));
}

function otherThan(before: Alert | null, after: Alert): Partial<Alert> {
  if (before === null) return after;
  const names = Object.keys(after) as (keyof Alert)[];
  return Object.fromEntries(
    names.filter((name) => after[name] !== before[name]).map((name) => [name, after[name]]),
  );
}

/** What {@link writeChanges} wrote, which nobody else writes. */
export function readChanges(body: Buffer): Change[] {
  const known = new Map<number, Alert | null>();
  const entries = JSON.parse(body.toString()) as Entry[];
  return entries.map(({ id, before = known.get(id) ?? null, after, seq = 0 }): Change => {
    const left = after === null ? null : ({ ...before, ...after } as Alert);
    known.set(id, left);
    if (left !== null) return { before, after: left };
    if (before === null) throw new Error(`Alert ${id} was removed and never there.`);
    return { before, after: null, seq };
  });
}
