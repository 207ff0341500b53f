import { and, asc, eq, lt, lte, max, type SQL, sql, type SQLWrapper } from "drizzle-orm";
import { events, leases, meta, removals, unrecorded } from "../../../../../db/sqlite/schema.ts";
import type { RecordedEvent } from "../../../../domain/event.ts";
import { TOLD_EVENTS } from "../../engine/told-events.ts";
import type { Tables } from "../file/database.ts";
import { prepareStatement } from "../file/statement.ts";

const FLOOR = "floor";
const REACH = "reach";

/**
 * Removes what the log and what lies beside it have of an alert before the event that it is
 * forgotten. That event stays for as long as whoever catches up is to be told of it.
 */
export function prepareForget(tables: Tables): (event: RecordedEvent) => void {
  const ofAlert = eq(events.alertId, sql.placeholder("alertId"));
  const before = lt(events.seq, sql.placeholder("seq"));
  const steps = [
    tables.delete(events).where(and(ofAlert, before)),
    tables.delete(leases).where(eq(leases.alertId, sql.placeholder("alertId"))),
    tables.delete(unrecorded).where(eq(unrecorded.alertId, sql.placeholder("alertId"))),
    tables
      .insert(removals)
      .values({ seq: sql.placeholder("seq"), alertId: sql.placeholder("alertId") }),
    prepareFact(tables, FLOOR),
  ].map((step) => prepareStatement(tables, step));
  const drop = prepareDrop(tables);
  return ({ alertId, seq }) => {
    for (const step of steps) step.run({ alertId, seq });
    drop(seq);
  };
}

/** Two at most for each that comes, so that their number stays bounded and no write waits long. */
const DROPPED = 2;

/** Takes the oldest removals out of the log, of which nobody needs to be told any more. */
function prepareDrop(tables: Tables): (seq: number) => void {
  // That of the last alert keeps its number from being given again.
  const isNotLast = lt(removals.alertId, sql.placeholder("last"));
  const oldest = prepareStatement<{ readonly seq: number }>(
    tables,
    tables
      .select({ seq: removals.seq })
      .from(removals)
      .where(and(lte(removals.seq, sql.placeholder("seq")), isNotLast))
      .orderBy(asc(removals.seq))
      .limit(DROPPED),
  );
  const lastId = prepareLastId(tables);
  const drop = [
    tables.delete(events).where(eq(events.seq, sql.placeholder("seq"))),
    tables.delete(removals).where(eq(removals.seq, sql.placeholder("seq"))),
    prepareFact(tables, REACH),
  ].map((step) => prepareStatement(tables, step));
  return (now) => {
    const dropped = oldest.all({ seq: now - TOLD_EVENTS, last: lastId() });
    for (const { seq } of dropped) for (const step of drop) step.run({ seq });
  };
}

/** It never goes back. */
function prepareFact(tables: Tables, key: string) {
  const [known, told] = [meta.value, sql`excluded.value`].map(asInteger);
  return tables
    .insert(meta)
    .values({ key, value: asInteger(sql.placeholder("seq")) })
    .onConflictDoUpdate({ target: meta.key, set: { value: sql`max(${known}, ${told})` } });
}

/** A number is bound as a float, which as text would be `4.0`. */
function asInteger(value: SQLWrapper): SQL {
  return sql`cast(${value} as integer)`;
}

/**
 * Says of a log that was made elsewhere that it is whole after the event `floor`. Nobody has seen what was removed
 * from it, so nobody is to be told; those events go as do those of what is removed from now on.
 */
export function adoptRemovals(tables: Tables, floor: number): void {
  for (const key of [FLOOR, REACH])
    prepareStatement(tables, prepareFact(tables, key)).run({ seq: floor });
  const removed = tables
    .select({ seq: events.seq, alertId: events.alertId })
    .from(events)
    .where(eq(events.type, "AlertForgotten"));
  tables.insert(removals).select(removed).run();
}

/** The last event that removed an alert for good, 0 where none did: from there on the log is whole. */
export function prepareFloor(tables: Tables): () => number {
  return prepareSeq(tables, FLOOR);
}

/** The last event up to which removals are told no more, 0 where all are: nobody catches up from before. */
export function prepareReach(tables: Tables): () => number {
  return prepareSeq(tables, REACH);
}

function prepareSeq(tables: Tables, key: string): () => number {
  const fact = tables.select({ value: meta.value }).from(meta).where(eq(meta.key, key)).prepare();
  return () => Number(fact.get()?.value ?? 0);
}

/** The highest number that an alert was given, 0 where none was; it is never given again. */
export function prepareLastId(tables: Tables): () => number {
  const last = tables
    .select({ id: max(events.alertId) })
    .from(events)
    .prepare();
  return () => last.get()?.id ?? 0;
}
