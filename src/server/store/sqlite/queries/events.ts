import { asc, eq, gt, sql } from "drizzle-orm";
import { alerts, events } from "../../../../../db/sqlite/schema.ts";
import type { RecordedEvent } from "../../../../domain/event.ts";
import type { Tables } from "../file/database.ts";
import { upcast } from "../../engine/upcast.ts";

/** Bytes of text that are read at once, about: an event may have all the words of an alert. */
const MOST_BYTES = 1_048_576;

/**
 * Reads the log on from a place: the events after `seq` in their order and in today's version, as
 * many as fit into `limit` and into about a mebibyte, at least one.
 */
export function prepareEvents(tables: Tables): (seq: number, limit: number) => RecordedEvent[] {
  const after = gt(events.seq, sql.placeholder("seq"));
  const sizes = tables
    .select({ bytes: sql<number>`octet_length(${events.data})` })
    .from(events)
    .where(after)
    .orderBy(asc(events.seq))
    .limit(sql.placeholder("limit"))
    .prepare();
  const rows = tables
    .select({ event: events, source: alerts.source })
    .from(events)
    .leftJoin(alerts, eq(alerts.id, events.alertId))
    .where(after)
    .orderBy(asc(events.seq))
    .limit(sql.placeholder("limit"))
    .prepare();

  function fitting(seq: number, limit: number): number {
    let left = MOST_BYTES;
    const tooMany = sizes.all({ seq, limit }).findIndex(({ bytes }) => (left -= bytes) < 0);
    return tooMany < 0 ? limit : Math.max(tooMany, 1);
  }

  return (seq, limit) =>
    rows.all({ seq, limit: fitting(seq, limit) }).map(({ event, source }) => {
      const { seq, alertId, recordedAt } = event;
      return { seq, alertId, recordedAt, ...upcast(event, source ?? "") };
    });
}
