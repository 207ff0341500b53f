import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../engine/iso-time.ts";
import type { LoggedEvent } from "../../engine/replay.ts";
import type { StoredEvent } from "../../engine/upcast.ts";
import type { Session } from "../connection/database.ts";

/**
 * Events that are read at once, and bytes that they take in the table: one may have all the words of an alert. How long those
 * are unpacked is not asked, since to know it each had to be unpacked once for every piece that it is too large for.
 */
const MOST = 5_000;
const MOST_BYTES = 1_048_576;

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

/** While one piece is worked on, the next is on its way. */
async function* inOrder(session: Session, way: Way): AsyncGenerator<readonly LoggedEvent[], void> {
  let coming = piece(session, way, way.first);
  for (;;) {
    const events = await coming;
    const last = events.at(-1);
    if (last === undefined) return;
    coming = piece(session, way, way.after(last));
    // Whoever wants no more hears nothing of it.
    coming.catch(() => {});
    yield events;
  }
}

async function piece(session: Session, { order }: Way, where: SQL): Promise<LoggedEvent[]> {
  const rows = await session.all<EventRow>(sql`
    select seq, alert_id, type, version, recorded_at, actor, data
    from (
      select *, row_number() over w as number, sum(pg_column_size(data)) over w as up_to
      from (select * from events where ${where} order by ${order} limit ${MOST}) next
      window w as (order by ${order} rows unbounded preceding)
    ) sized
    where number = 1 or up_to <= ${MOST_BYTES}
    order by number`);
  return rows.map(readEvent);
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
