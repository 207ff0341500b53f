import { max, min, type SQL, sql } from "drizzle-orm";
import { alerts } from "../../../../../db/sqlite/schema.ts";
import { SEVERITIES, type Severity } from "../../../../domain/alert.ts";
import { type Filter, isEverything } from "../../../../domain/filter.ts";
import type { Timeline, TimelineSpan } from "../../../../protocol/timeline.ts";
import type { Tables } from "../file/database.ts";
import { conditionOf, type Path, pathsOf } from "./filter-sql.ts";

const MINUTE = 60_000;

interface Tally {
  readonly bucket: number;
  readonly severity: Severity;
  readonly alerts: number;
}

/** Buckets of equal width (ms) from `start` (ms since 1970). */
interface Grid {
  readonly start: number;
  readonly width: number;
  readonly buckets: number;
}

/** How many alerts were received when. Reads the counts where they can say it, else the alerts. */
export function prepareTimeline(tables: Tables): (filter: Filter, span: TimelineSpan) => Timeline {
  return (filter, span) => {
    const exact = gridOf(tables, span);
    if (exact === null) return { buckets: [] };
    const fromCounts = isEverything(filter) && exact.width >= MINUTE;
    const grid = fromCounts ? inMinutes(exact) : exact;
    return fill(grid, tables.all<Tally>(fromCounts ? countsIn(grid) : alertsIn(filter, grid)));
  };
}

function gridOf(tables: Tables, { from, to, buckets }: TimelineSpan): Grid | null {
  const first = from ?? timeOf(tables, "first");
  const last = to ?? timeOf(tables, "last");
  if (first === null || last === null) return null;
  // Without `to` the last alert belongs to the last bucket, whose end is not included.
  const length = Math.max(last - first + (to === null ? 1 : 0), 1);
  const width = Math.ceil(length / buckets);
  return { start: first, width, buckets: Math.min(buckets, Math.ceil(length / width)) };
}

function timeOf(tables: Tables, which: "first" | "last"): number | null {
  const bound = which === "first" ? min(alerts.receivedAt) : max(alerts.receivedAt);
  const time = tables.select({ time: bound }).from(alerts).get()?.time ?? null;
  return time === null ? null : Date.parse(time);
}

/** The counts know minutes only, so buckets begin and end with one; no more than were asked for. */
function inMinutes({ start, width, buckets }: Grid): Grid {
  const first = Math.floor(start / MINUTE) * MINUTE;
  const length = start + width * buckets - first;
  const whole = Math.ceil(length / buckets / MINUTE) * MINUTE;
  return { start: first, width: whole, buckets: Math.ceil(length / whole) };
}

function countsIn({ start, width, buckets }: Grid): SQL {
  const minute = sql`(minute - ${start / MINUTE})`;
  return sql`select cast(${minute} / ${width / MINUTE} as integer) as bucket, severity,
      sum(alerts) as alerts
    from counts
    where minute >= ${start / MINUTE} and minute < ${(start + width * buckets) / MINUTE}
    group by 1, 2`;
}

function alertsIn(filter: Filter, { start, width, buckets }: Grid): SQL {
  const path = narrowPathOf(filter) ?? RECEIVED;
  const conditions = [
    ...path.where,
    sql`a.received_at >= ${start} and a.received_at < ${start + width * buckets}`,
    conditionOf(filter),
  ];
  return sql`select cast((a.received_at - ${start}) / ${width} as integer) as bucket, a.severity,
      count(*) as alerts
    from ${path.from}
    where ${sql.join(conditions, sql` and `)}
    group by 1, 2`;
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

function fill({ start, width, buckets }: Grid, tallies: readonly Tally[]): Timeline {
  const none = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<
    Severity,
    number
  >;
  const filled = Array.from({ length: buckets }, (_, index) => ({
    start: new Date(start + index * width).toISOString(),
    end: new Date(start + (index + 1) * width).toISOString(),
    ...none,
  }));
  for (const { bucket, severity, alerts } of tallies) {
    const counted = filled[bucket];
    if (counted !== undefined) counted[severity] += alerts;
  }
  return { buckets: filled };
}
