import { and, eq, lt, sql } from "drizzle-orm";
import { events, leases, meta, unrecorded } from "../../../../../db/sqlite/schema.ts";
import type { RecordedEvent } from "../../../../domain/event.ts";
import type { Tables } from "../file/database.ts";
import { prepareStatement } from "../file/statement.ts";

const FLOOR = "floor";

/**
 * Removes what the log and what lies beside it have of an alert before the event that it is
 * forgotten. That event stays: it keeps the alert's number and its own from being given again.
 */
export function prepareForget(tables: Tables): (event: RecordedEvent) => void {
  const ofAlert = eq(events.alertId, sql.placeholder("alertId"));
  const before = lt(events.seq, sql.placeholder("seq"));
  const removals = [
    tables.delete(events).where(and(ofAlert, before)),
    tables.delete(leases).where(eq(leases.alertId, sql.placeholder("alertId"))),
    tables.delete(unrecorded).where(eq(unrecorded.alertId, sql.placeholder("alertId"))),
    tables
      .insert(meta)
      .values({ key: FLOOR, value: sql.placeholder("seq") })
      .onConflictDoUpdate({ target: meta.key, set: { value: sql`excluded.value` } }),
  ].map((removal) => prepareStatement(tables, removal));
  return ({ alertId, seq }) => {
    for (const removal of removals) removal.run({ alertId, seq });
  };
}

/** The last event that removed an alert for good, 0 where none did. */
export function prepareFloor(tables: Tables): () => number {
  const floor = tables
    .select({ value: meta.value })
    .from(meta)
    .where(eq(meta.key, FLOOR))
    .prepare();
  return () => Number(floor.get()?.value ?? 0);
}
