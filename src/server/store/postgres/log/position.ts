import { sql } from "drizzle-orm";
import type { Epoch } from "../../../../domain/cursor.ts";
import type { Position } from "../../engine/recorder.ts";
import type { Session } from "../connection/database.ts";
import { LOCK_LOG } from "../connection/lock.ts";
import { newEpoch } from "../connection/migrate.ts";
import { noteFact } from "./facts.ts";

interface PositionRow {
  readonly seq: number | null;
  readonly time: number | null;
  readonly id: number | null;
  readonly epoch: Epoch;
  readonly timeline: string | null;
  readonly current: string;
}

/** Where the log stands, and the epoch in which it does. */
export interface Standing {
  readonly position: Position;
  readonly epoch: Epoch;
}

/**
 * Waits for the lock of the log, and reads where that stands then. A server that has taken another's place may lack its
 * last commits, and goes on with numbers that were told of other events: its history has another name.
 */
export async function lockAndRead(session: Session): Promise<Standing> {
  const row = await session.get<PositionRow>(sql`${LOCK_LOG}; ${POSITION}`);
  if (row === undefined) throw new Error("The database does not say where it stands.");
  // From the log, so that no number is given again, whatever becomes of the rows.
  const position = { seq: row.seq ?? 0, time: row.time ?? 0, id: row.id ?? 0 };
  if (row.timeline === row.current) return { position, epoch: row.epoch };
  await noteFact(session, "timeline", row.current);
  if (row.timeline === null) return { position, epoch: row.epoch };
  const epoch = newEpoch();
  await noteFact(session, "epoch", epoch);
  return { position, epoch };
}

/** `timeline` is the one of the server that named the history, `current` that of the one that is asked. */
const POSITION = sql.raw(`
  select last.seq, last.recorded_at as time, (select max(alert_id) from events) as id,
    (select value from meta where key = 'epoch') as epoch,
    (select value from meta where key = 'timeline') as timeline,
    substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as current
  from (select) one left join (
    select seq, recorded_at from events order by seq desc limit 1
  ) last on true`);
