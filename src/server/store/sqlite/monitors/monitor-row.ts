import { asc, eq, sql } from "drizzle-orm";
import { monitors, monitorSpans, points } from "../../../../../db/sqlite/monitors.ts";
import { readMonitor } from "../../engine/monitors/monitor-row.ts";
import type { KeptMonitor } from "../../monitors.ts";
import type { Tables } from "../file/database.ts";

/** Finds monitors, each with the alert of it that is open and its last point. */
export function prepareFindMonitors(tables: Tables) {
  const shown = tables
    .select({
      monitor: monitors,
      openAlert: sql<number | null>`(select ${monitorSpans.alert} from ${monitorSpans}
        where ${monitorSpans.monitor} = ${monitors.id} and ${monitorSpans.to} is null
        order by ${monitorSpans.kind} desc limit 1)`.as("open_alert"),
      point: points,
    })
    .from(monitors)
    .leftJoin(
      points,
      sql`${points.monitor} = ${monitors.id} and ${points.t} =
        (select max(judged.t) from ${points} judged where judged.monitor = ${monitors.id})`,
    );
  const all = shown.orderBy(asc(monitors.id)).prepare();
  const one = shown.where(eq(monitors.id, sql.placeholder("id"))).prepare();
  return {
    all: (): KeptMonitor[] => all.all().map(readMonitor),
    monitor(id: number): KeptMonitor | null {
      const row = one.get({ id });
      return row === undefined ? null : readMonitor(row);
    },
  };
}
