import { sql } from "drizzle-orm";
import { events } from "../../../../../db/postgres/schema.ts";
import type { StoredEvent } from "../../engine/upcast.ts";
import type { Session } from "../connection/database.ts";
import { createOverlap } from "../connection/overlap.ts";
import { dropIndexes } from "../models/indexes.ts";
import { recordsOf } from "../models/records.ts";

/** An event as it is written, in whatever version. */
export interface NewEvent extends StoredEvent {
  readonly seq: number;
  readonly alertId: number;
  /** In ms since 1970. */
  readonly recordedAt: number;
}

/** Appends many events to a log, whose index is made once all of them are there: by `end`. */
export async function beginEvents(session: Session) {
  const makeIndexes = await dropIndexes(session, [events]);
  const overlap = createOverlap();
  async function add(added: readonly NewEvent[]): Promise<void> {
    const rows = added.map(({ seq, alertId, type, version, recordedAt, actor, data }) => {
      return { seq, alert_id: alertId, type, version, recorded_at: recordedAt, actor, data };
    });
    const insertion = sql`insert into events select * from ${recordsOf(events, rows)}`;
    await overlap.begin(() => session.run(insertion));
  }
  async function end(): Promise<void> {
    await overlap.end();
    await makeIndexes();
    // Else it is not known how many there are, and the log is looked through for every piece that is read of it.
    await session.run(sql`analyze events`);
  }
  return { add, end };
}
