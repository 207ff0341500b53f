import { lte, sql } from "drizzle-orm";
import { alerts } from "../../../../../db/sqlite/schema.ts";
import type { Time } from "../../../../domain/alert.ts";
import type { Tables } from "../file/database.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { prepareStatement } from "../file/statement.ts";

interface SnoozedRow {
  readonly id: number;
  readonly snoozed_until: number;
}

/** The alerts that are to wake by a time, those first that should have woken first. */
export function prepareSnoozed(tables: Tables) {
  const due = prepareStatement<SnoozedRow>(
    tables,
    tables
      .select({ id: alerts.id, snoozedUntil: alerts.snoozedUntil })
      .from(alerts)
      .where(lte(alerts.snoozedUntil, sql.param(sql.placeholder("now"), alerts.snoozedUntil)))
      .orderBy(alerts.snoozedUntil)
      .limit(sql.placeholder("limit")),
  );
  return {
    /** Snoozes run by the machine's clock, as those who set them do. */
    due: (now: Time, limit: number) =>
      due.all({ now, limit }).map((row) => ({ id: row.id, until: isoTime(row.snoozed_until) })),
  };
}
