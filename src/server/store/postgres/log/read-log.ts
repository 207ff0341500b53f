import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../engine/iso-time.ts";
import type { LoggedEvent } from "../../engine/replay.ts";
import type { StoredEvent } from "../../engine/upcast.ts";
import type { Session } from "../connection/database.ts";

/** Events that are read at once, and bytes of what they say, about: one may have all the words of an alert. */
const MOST = 5_000;
const MOST_BYTES = 2_097_152;

interface EventRow extends StoredEvent {
  readonly seq: number;
  readonly alert_id: number;
  readonly recorded_at: number;
}

/** The log from the event `from` on, in its order. */
export function logFrom(
  session: Session,
  from: number,
): AsyncGenerator<readonly LoggedEvent[], void> {
  return inOrder(session, {
    order: sql`seq`,
    first: sql`seq >= ${from}`,
    after: ({ seq }) => sql`seq > ${seq}`,
  });
}

/** All of the log, alert by alert. */
export function logByAlert(session: Session): AsyncGenerator<readonly LoggedEvent[], void> {
  return inOrder(session, {
    order: sql`alert_id, seq`,
    first: sql`true`,
    after: ({ alertId, seq }) => sql`(alert_id, seq) > (${alertId}, ${seq})`,
  });
}

interface Way {
  readonly order: SQL;
  readonly first: SQL;
  readonly after: (last: LoggedEvent) => SQL;
}

async function* inOrder(
  session: Session,
  { order, first, after }: Way,
): AsyncGenerator<readonly LoggedEvent[], void> {
  let where = first;
  for (;;) {
    const rows = await session.all<EventRow>(sql`
      select e.seq, e.alert_id, e.type, e.version, e.recorded_at, e.actor, e.data
      from (
        select seq, row_number() over w as number, sum(octet_length(data::text)) over w as up_to
        from (
          select seq, alert_id, data from events where ${where} order by ${order} limit ${MOST}
        ) next
        window w as (order by ${order})
      ) sized
      join events e on e.seq = sized.seq
      where sized.number = 1 or sized.up_to <= ${MOST_BYTES}
      order by sized.number`);
    const events = rows.map(readEvent);
    const last = events.at(-1);
    if (last === undefined) return;
    yield events;
    where = after(last);
  }
}

function readEvent({
  seq,
  alert_id: alertId,
  recorded_at,
  type,
  version,
  actor,
  data,
}: EventRow): LoggedEvent {
  return { seq, alertId, recordedAt: isoTime(recorded_at), type, version, actor, data };
}
