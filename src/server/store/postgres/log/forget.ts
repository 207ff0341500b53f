import { sql } from "drizzle-orm";
import { events, removals } from "../../../../../db/postgres/schema.ts";
import type { RecordedEvent } from "../../../../domain/event.ts";
import { TOLD_EVENTS } from "../../engine/told-events.ts";
import type { Session } from "../connection/database.ts";
import { numbers, recordsOf } from "../models/records.ts";
import { FLOOR, noteFact, REACH } from "./facts.ts";

/** An alert that is forgotten, and the event that says so. */
type Removal = Pick<RecordedEvent, "seq" | "alertId">;

/** Removes what the log has of alerts from before the events that they are forgotten. */
export async function forget(session: Session, forgotten: readonly Removal[]): Promise<void> {
  const last = forgotten.at(-1);
  if (last === undefined) return;
  const rows = forgotten.map(({ seq, alertId }) => ({ seq, alert_id: alertId }));
  await session.run(sql`
    delete from events e using ${recordsOf(events, rows)} x
    where e.alert_id = x.alert_id and e.seq < x.seq`);
  await session.run(sql`insert into removals select * from ${recordsOf(removals, rows)}`);
  await noteFact(session, FLOOR, String(last.seq));
  await drop(session, last.seq, DROPPED * forgotten.length);
}

/** Two at most for each that comes, so that their number stays bounded and no write waits long. */
const DROPPED = 2;

/** Takes the oldest removals out of the log, of which nobody needs to be told any more. */
async function drop(session: Session, now: number, most: number): Promise<void> {
  const dropped = await session.all<{ readonly seq: number }>(sql`
    delete from removals where seq in (
      select seq from removals where seq <= ${now - TOLD_EVENTS} order by seq limit ${most}
    ) returning seq`);
  if (dropped.length === 0) return;
  const seqs = dropped.map(({ seq }) => seq);
  // That of the last alert keeps its number from being given again.
  await session.run(sql`
    delete from events
    where seq = any(${numbers(seqs)}) and alert_id < (select max(alert_id) from events)`);
  await noteFact(session, REACH, String(Math.max(...seqs)));
}
