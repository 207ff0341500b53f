import { type SQL, sql } from "drizzle-orm";
import type { Severity } from "../../../../domain/alert.ts";
import { type Filter, isEverything } from "../../../../domain/filter.ts";
import { matchesValue } from "../../../../domain/label-matcher.ts";
import { ok, type Result } from "../../../../domain/problem.ts";
import type { Timeline, TimelineSpan } from "../../../../protocol/timeline.ts";
import { fill, type Grid, gridOf, inMinutes, MINUTE, type Tally } from "../../engine/grid.ts";
import type { Session } from "../connection/database.ts";
import { between, conditionOf, labelValue, patternsOf, tablesOf } from "./filter-sql.ts";
import { createWindows, type Range } from "./windows.ts";

/** How many alerts were received when. Reads the counts where they can say it, else the alerts. */
export async function readTimeline(
  session: Session,
  filter: Filter,
  span: TimelineSpan,
): Promise<Result<Timeline>> {
  const [first, last] = await timesOf(session);
  const exact = gridOf(span, first, last);
  if (exact === null) return ok({ buckets: [] });
  const isOfSeverities = isEverything({ ...filter, severity: [] });
  const fromCounts = isOfSeverities && exact.width >= MINUTE;
  const grid = fromCounts ? inMinutes(exact) : exact;
  const tallies = fromCounts
    ? await session.all<Tally>(countsIn(filter, grid))
    : await alertsIn(session, filter, grid);
  return ok(fill(grid, tallies));
}

async function timesOf(session: Session): Promise<readonly [number | null, number | null]> {
  const row = await session.get<{ readonly first: number | null; readonly last: number | null }>(
    sql`select min(received_at) as first, max(received_at) as last from alerts`,
  );
  return [row?.first ?? null, row?.last ?? null];
}

function countsIn({ severity }: Filter, { start, width, buckets }: Grid): SQL {
  const wanted = severity.length === 0 ? sql`` : sql` and severity in ${severity}`;
  return sql`
    select (minute - ${start / MINUTE}::bigint) / ${width / MINUTE}::bigint as bucket, severity,
      sum(alerts)::bigint as alerts
    from counts
    where minute >= ${start / MINUTE} and minute < ${(start + width * buckets) / MINUTE}${wanted}
    group by 1, 2`;
}

interface ValuesTally extends Tally {
  readonly severity: Severity;
  readonly values: readonly string[];
}

/** Window by window, as alerts are received in the order of their ids. */
async function alertsIn(session: Session, filter: Filter, grid: Grid): Promise<Tally[]> {
  const { start, width, buckets } = grid;
  const received = sql`a.received_at >= ${start} and a.received_at < ${start + width * buckets}`;
  const all = await idsReceived(session, received);
  const patterns = patternsOf(filter);
  const values = patterns.map(({ name }) => labelValue(name));
  const windows = createWindows(all, "newer", filter.words.length > 0);
  const tallies: Tally[] = [];
  for (let window = windows.next(); window !== null; window = windows.next()) {
    const rows = await session.all<ValuesTally>(sql`
      select (a.received_at - ${start}::bigint) / ${width}::bigint as bucket, a.severity,
        array[${sql.join(values, sql`, `)}]::text[] as values, count(*) as alerts
      from ${tablesOf(filter)}
      where ${between(filter, window.first, window.last)} and ${received} and ${conditionOf(filter)}
      group by 1, 2, 3`);
    tallies.push(
      ...rows.filter(({ values }) =>
        patterns.every((pattern, index) => matchesValue(pattern, values[index] ?? "")),
      ),
    );
  }
  return tallies;
}

/** The ids between which alerts are that were received so. */
export async function idsReceived(session: Session, received: SQL): Promise<Range> {
  const edge = (order: string) =>
    sql`(select id from alerts a where ${received} order by received_at ${sql.raw(order)}, id ${sql.raw(order)} limit 1)`;
  const row = await session.get<{ readonly first: number | null; readonly last: number | null }>(
    sql`select ${edge("asc")} as first, ${edge("desc")} as last`,
  );
  return { first: row?.first ?? 1, last: row?.last ?? 0 };
}
