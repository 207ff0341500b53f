import { sql } from "drizzle-orm";
import { type MonitorRow, type PointRow, readMonitor } from "../../engine/monitors/monitor-row.ts";
import type { KeptMonitor } from "../../monitors.ts";
import type { Session } from "../connection/database.ts";

/** Monitors, each with the alert of it that is open and its last point. */
const SHOWN = sql.raw(`
  select m.id, m.name, m.input, m.bucket, m.aggregate, m.season, m.sensitivity, m.direction,
    m.minimum_change as "minimumChange", m.close_after as "closeAfter",
    m.silent_after as "silentAfter", m.severity, m.labels, m.is_enabled as "isEnabled", m.revision,
    m.since, m.closed, m.position, m.alert, m.empty, m.progress, m.trouble,
    (select s.alert from monitor_spans s where s.monitor = m.id and s."to" is null
      order by s.kind desc limit 1) as "openAlert",
    case when p.t is not null then row_to_json(p) end as point
  from monitors m left join points p on p.monitor = m.id
    and p.t = (select max(judged.t) from points judged where judged.monitor = m.id)`);

interface FoundRow extends MonitorRow {
  readonly openAlert: number | null;
  readonly point: PointRow | null;
}

export async function findMonitors(session: Session): Promise<KeptMonitor[]> {
  return (await session.all<FoundRow>(sql`${SHOWN} order by m.id`)).map(readRow);
}

export async function findMonitor(session: Session, id: number): Promise<KeptMonitor | null> {
  const row = await session.get<FoundRow>(sql`${SHOWN} where m.id = ${id}`);
  return row === undefined ? null : readRow(row);
}

function readRow({ openAlert, point, ...monitor }: FoundRow): KeptMonitor {
  return readMonitor({ monitor, openAlert, point });
}
