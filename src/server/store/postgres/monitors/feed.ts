import { type SQL, sql } from "drizzle-orm";
import type { Filter } from "../../../../domain/filter.ts";
import { matchesValue } from "../../../../domain/label-matcher.ts";
import { PREFIX, SOURCE } from "../../../monitors/reports.ts";
import { countsIn, type Life, openIn, type Tally } from "../../engine/monitors/tallies.ts";
import type { Buckets } from "../../monitors.ts";
import type { Session } from "../connection/database.ts";
import { between, conditionOf, labelValue, patternsOf, tablesOf } from "../queries/filter-sql.ts";
import { idsReceived } from "../queries/timeline.ts";
import { createWindows, type Range } from "../queries/windows.ts";

/** What monitors have opened is never counted by one: it would watch itself. */
const NOT_OWN = sql`not (a.source = ${SOURCE} and starts_with(coalesce(a.fingerprint, ''), ${PREFIX}))`;

/** How many alerts were received in each bucket. */
export async function openedIn(
  session: Session,
  filter: Filter,
  buckets: Buckets,
): Promise<number[]> {
  const { from, width, count } = buckets;
  const where = sql`a.received_at >= ${from} and a.received_at < ${from + width * count}`;
  const bucket = sql`(a.received_at - ${from}::bigint) / ${width}::bigint as bucket`;
  const ids = await idsReceived(session, where);
  return countsIn(
    await tallies<Tally>(session, filter, { ids, where, columns: [bucket] }),
    buckets,
  );
}

/** How many alerts were open at the end of each bucket. Of what was opened again, only the last end is known. */
export async function openAt(
  session: Session,
  filter: Filter,
  buckets: Buckets,
): Promise<number[]> {
  const { from, width, count } = buckets;
  const ended = sql`greatest(a.resolved_at, a.received_at)`;
  const received = sql`a.received_at < ${from + width * count}`;
  const where = sql`${received} and (a.status <> 'resolved' or ${ended} >= ${from})`;
  // Those of one bucket are one row: any time within it tells as much.
  const bucketOf = (time: SQL) =>
    sql`greatest(${time} - (${time} - ${from}::bigint) % ${width}::bigint, ${from}::bigint)`;
  const columns = [
    sql`${bucketOf(sql`a.received_at`)} as received`,
    sql`case when a.status = 'resolved' then ${bucketOf(ended)} end as resolved`,
  ];
  const ids = await idsReceived(session, received);
  return openIn(await tallies<Life>(session, filter, { ids, where, columns }), buckets);
}

/** How many are open now. */
export async function openNow(session: Session, filter: Filter): Promise<number> {
  const where = sql`a.status <> 'resolved'`;
  const edges = await session.get<{ readonly first: number | null; readonly last: number | null }>(
    sql`select min(a.id) as first, max(a.id) as last from alerts a where ${where}`,
  );
  const ids = { first: edges?.first ?? 1, last: edges?.last ?? 0 };
  const found = await tallies(session, filter, { ids, where, columns: [] });
  return found.reduce((sum, { alerts }) => sum + alerts, 0);
}

export async function firstAlert(session: Session): Promise<number | null> {
  const row = await session.get<{ readonly time: number | null }>(
    sql`select min(received_at) as time from alerts`,
  );
  return row?.time ?? null;
}

interface Counted {
  readonly alerts: number;
}

interface Tallied {
  readonly ids: Range;
  readonly where: SQL;
  readonly columns: readonly SQL[];
}

/** How many alerts of the filter there are for what the columns say, but for those of monitors. Window by window. */
async function tallies<Row extends Counted>(
  session: Session,
  filter: Filter,
  { ids, where, columns }: Tallied,
): Promise<Row[]> {
  const patterns = patternsOf(filter);
  const values = patterns.map(({ name }) => labelValue(name));
  const selected = [sql`array[${sql.join(values, sql`, `)}]::text[] as values`, ...columns];
  const groups = sql.raw(selected.map((_, index) => index + 1).join(", "));
  const windows = createWindows(ids, "newer", filter.words.length > 0);
  const found: Row[] = [];
  for (let window = windows.next(); window !== null; window = windows.next()) {
    const rows = await session.all<Row & { readonly values: readonly string[] }>(sql`
      select ${sql.join(selected, sql`, `)}, count(*) as alerts
      from ${tablesOf(filter)}
      where ${between(filter, window.first, window.last)} and ${where} and ${conditionOf(filter)}
        and ${NOT_OWN}
      group by ${groups}`);
    const fitting = rows.filter(({ values }) =>
      patterns.every((pattern, index) => matchesValue(pattern, values[index] ?? "")),
    );
    for (const row of fitting) found.push(row);
  }
  return found;
}
