import { sql } from "drizzle-orm";
import { type PointRow, readPoint } from "../../engine/monitors/monitor-row.ts";
import type { BucketNumbers, Span, Watched } from "../../monitors.ts";
import type { Session } from "../connection/database.ts";

/** The points of a monitor from one time to before another, and the alerts that were open in that time. */
export async function readWatched(
  session: Session,
  id: number,
  from: number,
  to: number,
): Promise<Watched> {
  const points = await session.all<PointRow>(sql`
    select t, value, expected, score from points
    where monitor = ${id} and t >= ${from} and t < ${to} order by t`);
  const spans = await session.all<Span>(sql`
    select kind, "from", "to", alert from monitor_spans
    where monitor = ${id} and "from" < ${to} and ("to" is null or "to" >= ${from})
    order by "from", id`);
  return { points: points.map(readPoint), spans };
}

/** The first bucket that has numbers from a time on, of those that have yet to be judged. */
export async function firstNumbers(
  session: Session,
  id: number,
  from: number,
): Promise<number | null> {
  const row = await session.get<{ readonly time: number | null }>(
    sql`select min(t) as time from monitor_numbers where monitor = ${id} and t >= ${from}`,
  );
  return row?.time ?? null;
}

export async function numbersBetween(
  session: Session,
  id: number,
  from: number,
  to: number,
): Promise<BucketNumbers[]> {
  return session.all<BucketNumbers>(sql`
    select monitor, t as time, count, sum, least, most, last, last_at as "lastAt"
    from monitor_numbers where monitor = ${id} and t >= ${from} and t <= ${to} order by t`);
}
