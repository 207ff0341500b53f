import { and, asc, eq, gte, lte, or, sql } from "drizzle-orm";
import { leases } from "../../../../../db/sqlite/schema.ts";
import type { Time } from "../../../../domain/alert.ts";
import type { Tables } from "../file/database.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { prepareStatement } from "../file/statement.ts";

interface LeaseRow {
  readonly alert_id: number;
  readonly expires_at: number;
}

function between(column: typeof leases.renewedAt, from: string, to: string) {
  const bound = (name: string) => sql.param(sql.placeholder(name), column);
  return and(gte(column, bound(from)), lte(column, bound(to)));
}

/** Until when alerts are firing unless their sources say so again. */
export function prepareLeases(tables: Tables) {
  const put = prepareStatement(
    tables,
    tables
      .insert(leases)
      .values({
        alertId: sql.placeholder("alertId"),
        expiresAt: sql.placeholder("expiresAt"),
        renewedAt: sql.placeholder("renewedAt"),
      })
      .onConflictDoUpdate({
        target: leases.alertId,
        set: { expiresAt: sql`excluded.expires_at`, renewedAt: sql`excluded.renewed_at` },
      }),
  );
  const remove = prepareStatement(
    tables,
    tables.delete(leases).where(eq(leases.alertId, sql.placeholder("alertId"))),
  );
  const due = prepareStatement<LeaseRow>(
    tables,
    tables
      .select({ alertId: leases.alertId, expiresAt: leases.expiresAt })
      .from(leases)
      .where(
        and(
          lte(leases.expiresAt, sql.param(sql.placeholder("now"), leases.expiresAt)),
          or(
            sql`${sql.param(sql.placeholder("since"), leases.renewedAt)} = 0`,
            between(leases.renewedAt, "since", "now"),
          ),
        ),
      )
      .orderBy(asc(leases.expiresAt))
      .limit(sql.placeholder("limit")),
  );
  return {
    renew: (alertId: number, expiresAt: Time, renewedAt: Time) =>
      put.run({ alertId, expiresAt, renewedAt }),
    end: (alertId: number) => remove.run({ alertId }),
    /**
     * The leases that have run out by now, of those that were renewed at or after `since`, and not by
     * a clock that was ahead; a `since` of 1970 asks for all.
     */
    due: (now: Time, since: Time, limit: number) =>
      due
        .all({ now, since, limit })
        .map((row) => ({ id: row.alert_id, expiresAt: isoTime(row.expires_at) })),
  };
}
