import { sql } from "drizzle-orm";
import type { TimedCommand } from "../../../../domain/command.ts";
import { type LogTime, timeAfter } from "../../../../domain/log-time.ts";
import { isoTime } from "../../engine/iso-time.ts";
import type { Sweep } from "../../store.ts";
import type { Session } from "../connection/database.ts";

/** Commands for one sweep; what is more waits for the next, so that no write waits long. */
const MAX_DUE = 1_000;

interface DueRow {
  readonly id: number;
  readonly at: number;
}

/** What time has made due: the ends of leases and of snoozes, and what is to be recorded. */
export function createDue() {
  let logTime: LogTime | null = null;
  return async (session: Session, { now, since }: Sweep): Promise<TimedCommand[]> => {
    const [real, heardSince] = [Date.parse(now), Date.parse(since)];
    const last = await session.get<{ readonly time: number }>(
      sql`select recorded_at as time from events order by seq desc limit 1`,
    );
    // What is to be recorded waits by the log's clock, as its events are recorded by it.
    logTime = timeAfter(logTime, real, last?.time ?? real);
    const rest = await session.all<DueRow>(sql`
      select alert_id as id, due_at as at from unrecorded
      where due_at <= ${Math.floor(logTime.time)} order by due_at limit ${MAX_DUE}`);
    // Of those renewed since sources could be heard, and not by a clock that was ahead; 1970 asks for all.
    const ends = await session.all<DueRow>(sql`
      select alert_id as id, expires_at as at from leases
      where expires_at <= ${real}
        and (${heardSince}::bigint = 0 or renewed_at between ${heardSince} and ${real})
      order by expires_at limit ${MAX_DUE}`);
    const snoozes = await session.all<DueRow>(sql`
      select id, snoozed_until as at from alerts
      where snoozed_until <= ${real} order by snoozed_until limit ${MAX_DUE}`);
    return [
      ...rest.map(({ id }): TimedCommand => ({ type: "Record", id })),
      ...ends.map(({ id, at }): TimedCommand => ({ type: "Expire", id, expiresAt: isoTime(at) })),
      ...snoozes.map(({ id, at }): TimedCommand => ({ type: "EndSnooze", id, until: isoTime(at) })),
    ];
  };
}
