import { eq, lte, sql } from "drizzle-orm";
import { unrecorded } from "../../../../../db/sqlite/schema.ts";
import type { Alert } from "../../../../domain/alert.ts";
import type { Memory } from "../../../../domain/memory.ts";
import { dueAt, type Unrecorded } from "../../../../domain/unrecorded.ts";
import type { Tables } from "../file/database.ts";
import { prepareStatement } from "../file/statement.ts";

/** What sources have said and the log does not have yet, see {@link Unrecorded}. */
export function prepareUnrecorded(tables: Tables) {
  const find = prepareStatement<{ readonly heard: string }>(
    tables,
    tables
      .select({ heard: unrecorded.heard })
      .from(unrecorded)
      .where(eq(unrecorded.alertId, sql.placeholder("alertId"))),
  );
  const put = prepareStatement(
    tables,
    tables
      .insert(unrecorded)
      .values({
        alertId: sql.placeholder("alertId"),
        dueAt: sql.placeholder("dueAt"),
        heard: sql.placeholder("heard"),
      })
      .onConflictDoUpdate({
        target: unrecorded.alertId,
        set: { dueAt: sql`excluded.due_at`, heard: sql`excluded.heard` },
      }),
  );
  const remove = prepareStatement(
    tables,
    tables.delete(unrecorded).where(eq(unrecorded.alertId, sql.placeholder("alertId"))),
  );
  const due = prepareStatement<{ readonly alert_id: number }>(
    tables,
    tables
      .select({ alertId: unrecorded.alertId })
      .from(unrecorded)
      .where(lte(unrecorded.dueAt, sql.param(sql.placeholder("now"), unrecorded.dueAt)))
      .orderBy(unrecorded.dueAt)
      .limit(sql.placeholder("limit")),
  );

  function keep(alert: Alert, memory: Memory, rest: Unrecorded): void {
    put.run({ alertId: alert.id, dueAt: dueAt(alert, memory, rest), heard: rest });
  }

  return {
    of(id: number): Unrecorded | null {
      const row = find.get({ alertId: id });
      return row === undefined ? null : (JSON.parse(row.heard) as Unrecorded);
    },
    /** Instead of what was kept of the alert before. */
    replace(alert: Alert, memory: Memory, rest: Unrecorded | null): void {
      if (rest !== null) keep(alert, memory, rest);
      else if (memory.unrecorded !== null) remove.run({ alertId: alert.id });
    },
    /** The alerts of which something is due, what has waited longest first. */
    due: (now: string, limit: number) => due.all({ now, limit }).map((row) => row.alert_id),
  };
}
