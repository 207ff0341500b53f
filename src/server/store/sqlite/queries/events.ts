import { asc, eq, gt, sql } from "drizzle-orm";
import { alerts, events } from "../../../../../db/sqlite/schema.ts";
import type { EventType, RecordedEvent } from "../../../../domain/event.ts";
import type { Tables } from "../file/database.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { prepareStatement } from "../file/statement.ts";
import { type StoredEvent, upcast } from "../../engine/upcast.ts";

/** Characters of text that are read at once, about: an event may have all the words of an alert. */
const MOST_TEXT = 1_048_576;

/** An event as it lies in the file. */
export interface EventRow {
  readonly seq: number;
  readonly alert_id: number;
  readonly type: EventType;
  readonly version: number;
  readonly recorded_at: number;
  readonly actor: string;
  readonly data: string;
}

/**
 * Reads the log on from a place: the events after `seq` in their order and in today's version, as
 * many as fit into `limit` and into about a mebibyte, at least one.
 */
export function prepareEvents(tables: Tables): (seq: number, limit: number) => RecordedEvent[] {
  const rows = prepareStatement<EventRow & { readonly source: string | null }>(
    tables,
    tables
      .select({ event: events, source: alerts.source })
      .from(events)
      .leftJoin(alerts, eq(alerts.id, events.alertId))
      .where(gt(events.seq, sql.placeholder("seq")))
      .orderBy(asc(events.seq))
      .limit(sql.placeholder("limit")),
  );
  return (seq, limit) => {
    const read: RecordedEvent[] = [];
    let left = MOST_TEXT;
    for (const row of rows.each({ seq, limit })) {
      left -= row.data.length;
      if (left < 0 && read.length > 0) break;
      read.push(readEvent(row, row.source ?? ""));
    }
    return read;
  };
}

/** In today's version, `source` being its alert's. */
export function readEvent(row: EventRow, source: string): RecordedEvent {
  const { type, version, actor } = row;
  const data = JSON.parse(row.data) as StoredEvent["data"];
  return {
    ...upcast({ type, version, actor, data }, source),
    seq: row.seq,
    alertId: row.alert_id,
    recordedAt: isoTime(row.recorded_at),
  };
}
