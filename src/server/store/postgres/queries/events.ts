import { sql } from "drizzle-orm";
import type { RecordedEvent } from "../../../../domain/event.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { type StoredEvent, upcast } from "../../engine/upcast.ts";
import type { Session } from "../connection/database.ts";

/** Bytes of text that are read at once, about: an event may have all the words of an alert. */
const MOST_BYTES = 1_048_576;

/** An event as it lies in its row, with the source of its alert; null where that was removed for good. */
export interface EventRow extends StoredEvent {
  readonly seq: number;
  readonly alert_id: number;
  readonly recorded_at: number;
  readonly source: string | null;
}

/** The columns of {@link EventRow}, and where they are. */
export const EVENT_COLUMNS = sql.raw(
  `e.seq, e.alert_id, e.type, e.version, e.recorded_at, e.actor, e.data, a.source
    from events e left join alerts a on a.id = e.alert_id`,
);

/**
 * Reads the log on from a place: the events after `seq` in their order and in today's version, as
 * many as fit into `limit` and into about a mebibyte, at least one.
 */
export async function readEvents(
  session: Session,
  seq: number,
  limit: number,
): Promise<RecordedEvent[]> {
  const rows = await session.all<EventRow>(sql`
    select e.seq, e.alert_id, e.type, e.version, e.recorded_at, e.actor, e.data, a.source
    from (
      select seq, row_number() over w as number, sum(octet_length(data::text)) over w as up_to
      from (select seq, data from events where seq > ${seq} order by seq limit ${limit}) next
      window w as (order by seq)
    ) sized
    join events e on e.seq = sized.seq
    left join alerts a on a.id = e.alert_id
    where sized.number = 1 or sized.up_to <= ${MOST_BYTES}
    order by e.seq`);
  return rows.map(readEvent);
}

export function readEvent({
  seq,
  alert_id,
  recorded_at,
  source,
  ...stored
}: EventRow): RecordedEvent {
  return {
    seq,
    alertId: alert_id,
    recordedAt: isoTime(recorded_at),
    ...upcast(stored, source ?? ""),
  };
}
