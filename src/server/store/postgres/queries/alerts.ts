import { sql } from "drizzle-orm";
import type { Alert } from "../../../../domain/alert.ts";
import { upToOne } from "../../engine/changed.ts";
import type { Changed, Gone } from "../../store.ts";
import type { Session } from "../connection/database.ts";
import { readFact, REACH } from "../log/facts.ts";
import { readHead } from "../log/head.ts";
import {
  ALERT_COLUMNS,
  ALERT_SIZE,
  type AlertRow,
  ALERTS,
  readAlert,
} from "../models/alert-row.ts";

export async function readAlertOf(session: Session, id: number): Promise<Alert | null> {
  const [row] = await session.planned<AlertRow>(
    sql`select ${ALERT_COLUMNS} from ${ALERTS} where a.id = ${id}`,
  );
  return row === undefined ? null : readAlert(row);
}

/** Whether there was an alert of that number: they are given one after the other. */
export async function readWasRemoved(session: Session, id: number): Promise<boolean> {
  const row = await session.get<{ readonly removed: boolean }>(sql`
    select ${id}::bigint between 1 and coalesce((select max(alert_id) from events), 0)
      and not exists (select 1 from alerts where id = ${id}) as removed`);
  return row?.removed === true;
}

/** Up to which event removals are told no more. */
export async function readReach(session: Session): Promise<number> {
  return Number((await readFact(session, REACH)) ?? 0);
}

/** What has changed since an event, read at one moment. */
export async function readChangedSince(
  session: Session,
  seq: number,
  limit: number,
  bytes: number,
): Promise<Changed> {
  const { rows, most } = await changedRows(session, seq, limit, bytes);
  const gone = await session.all<Gone>(sql`
    select alert_id as id, seq from removals where seq > ${seq} order by seq limit ${limit}`);
  const { seq: head } = await readHead(session);
  const reach = await readReach(session);
  return { ...upToOne(rows.map(readAlert), gone, most, limit), head, reach };
}

/** As many as fit, at least one, and how many there would be if there were no more. */
async function changedRows(session: Session, seq: number, limit: number, bytes: number) {
  if (bytes === Infinity) {
    const rows = await session.all<AlertRow>(sql`
      select ${ALERT_COLUMNS} from ${ALERTS} where p.seq > ${seq} order by p.seq limit ${limit}`);
    return { rows, most: limit };
  }
  const rows = await session.all<AlertRow & { readonly found: number }>(sql`
    select ${ALERT_COLUMNS}, sized.found from (
      select a.id, row_number() over w as number, sum(${ALERT_SIZE}) over w as up_to,
        count(*) over () as found
      from ${ALERTS}
      where a.id in (select alert_id from pulses where seq > ${seq} order by seq limit ${limit})
      window w as (order by p.seq)
    ) sized join ${ALERTS} on a.id = sized.id
    where sized.number = 1 or sized.up_to <= ${bytes} order by p.seq`);
  return { rows, most: rows.length < (rows[0]?.found ?? 0) ? rows.length : limit };
}
