import { max, min, type SQL, sql } from "drizzle-orm";
import { alerts } from "../../../../../db/sqlite/schema.ts";
import { SEVERITIES, type Severity } from "../../../../domain/alert.ts";
import { type Filter, isEverything } from "../../../../domain/filter.ts";
import type { Timeline, TimelineSpan } from "../../../../protocol/timeline.ts";
import { fill, type Grid, gridOf, inMinutes, MINUTE, type Tally } from "../../engine/grid.ts";
import type { Tables } from "../file/database.ts";
import { conditionOf, type Path, pathsOf } from "./filter-sql.ts";

/** How many alerts were received when. Reads the counts where they can say it, else the alerts. */
export function prepareTimeline(tables: Tables): (filter: Filter, span: TimelineSpan) => Timeline {
  return (filter, span) =>
    tables.$client.transaction(() => {
      const first = span.from ?? timeOf(tables, "first");
      const exact = gridOf(span, first, span.to ?? timeOf(tables, "last"));
      if (exact === null) return { buckets: [] };
      if (!isOfSeverities(filter) || exact.width < MINUTE)
        return fill(exact, tables.all<Tally>(alertsIn(filter, exact)));
      const grid = inMinutes(exact);
      const isWanted = (one: Severity) =>
        filter.severity.length === 0 || filter.severity.includes(one);
      return fill(grid, countsIn(tables, SEVERITIES.filter(isWanted), grid));
    })();
}

/** Whether the counts know all that the filter asks. */
function isOfSeverities(filter: Filter): boolean {
  return isEverything({ ...filter, severity: [] });
}

function timeOf(tables: Tables, which: "first" | "last"): number | null {
  const bound = which === "first" ? min(alerts.receivedAt) : max(alerts.receivedAt);
  const time = tables.select({ time: bound }).from(alerts).get()?.time ?? null;
  return time === null ? null : Date.parse(time);
}

/** Bucket by bucket: to group them all at once, SQLite would sort every minute that there is. */
function countsIn(
  { $client: db }: Tables,
  severities: readonly Severity[],
  { start, width, buckets }: Grid,
): Tally[] {
  const sums = severities.map(
    (severity) => `sum(alerts) filter (where severity = '${severity}') as ${severity}`,
  );
  const bucketOf = db.prepare<[number, number], Record<Severity, number | null>>(
    `select ${sums.join(", ")} from counts where minute >= (select ?) and minute < (select ?)`,
  );
  const [first, minutes] = [start / MINUTE, width / MINUTE];
  return Array.from({ length: buckets }, (_, bucket) => {
    const from = first + bucket * minutes;
    const counted = bucketOf.get(from, from + minutes);
    return severities.map((severity) => ({ bucket, severity, alerts: counted?.[severity] ?? 0 }));
  }).flat();
}

function alertsIn(filter: Filter, { start, width, buckets }: Grid): SQL {
  const path = narrowPathOf(filter) ?? RECEIVED;
  const end = start + width * buckets;
  const conditions = [
    ...path.where,
    sql`a.received_at >= ${start} and a.received_at < ${end}`,
    ...(path === RECEIVED ? [] : idsBetween(path, start, end)),
    conditionOf(filter),
  ];
  return sql`select cast((a.received_at - ${start}) / ${width} as integer) as bucket, a.severity,
      count(*) as alerts
    from ${path.from}
    where ${sql.join(conditions, sql` and `)}
    group by 1, 2`;
}

/** The same time by ids, which are in the order of arrival: a narrow path need not be gone to its ends. */
function idsBetween({ id }: Path, start: number, end: number): SQL[] {
  const first = sql`select id from alerts where received_at >= ${start} order by received_at, id limit 1`;
  const last = sql`select id from alerts where received_at < ${end} order by received_at desc, id desc limit 1`;
  return [sql`${id} >= (${first})`, sql`${id} <= (${last})`];
}

/**
 * Words, labels, the trash and what is open are narrow and go their own way; else the time range is
 * the narrower one.
 */
function narrowPathOf(filter: Filter): Path | undefined {
  const [path, ...others] = pathsOf(filter);
  return path?.isNarrow === true && others.length === 0 ? path : undefined;
}

const RECEIVED: Path = {
  from: sql`alerts a indexed by alerts_received`,
  where: [],
  id: sql`a.id`,
  isNarrow: false,
};
