import { type SQL, sql } from "drizzle-orm";
import type { Filter } from "../../../../domain/filter.ts";
import { PREFIX, SOURCE } from "../../../monitors/reports.ts";
import { countsIn, type Life, openIn, type Tally } from "../../engine/monitors/tallies.ts";
import type { Buckets } from "../../monitors.ts";
import type { Tables } from "../file/database.ts";
import { conditionOf } from "../queries/filter-sql.ts";

/** What monitors have opened is never counted by one: it would watch itself. */
const NOT_OWN = sql`not (a.source = ${SOURCE} and coalesce(a.fingerprint, '') glob ${`${PREFIX}*`})`;

/** Counts of alerts over time, for monitors. Each may scan. */
export function prepareFeed(tables: Tables) {
  /** How many alerts were received in each bucket. */
  function opened(filter: Filter, buckets: Buckets): readonly number[] {
    const { from, width, count } = buckets;
    const tallies = tables.all<Tally>(
      sql`select cast((a.received_at - ${from}) / ${width} as integer) as bucket, count(*) as alerts
        from alerts a indexed by alerts_received
        where a.received_at >= ${from} and a.received_at < ${from + width * count}
          and ${wanted(filter)}
        group by 1`,
    );
    return countsIn(tallies, buckets);
  }

  /** How many alerts were open at the end of each bucket. Of what was opened again, only the last end is known. */
  function open(filter: Filter, buckets: Buckets): readonly number[] {
    const { from, width, count } = buckets;
    const lives = tables.all<Life>(
      sql`select 1 as alerts, a.received_at as received,
          case when a.status = 'resolved' then max(a.resolved_at, a.received_at) end as resolved
        from alerts a
        where a.received_at < ${from + width * count}
          and (a.status <> 'resolved' or max(a.resolved_at, a.received_at) >= ${from})
          and ${wanted(filter)}`,
    );
    return openIn(lives, buckets);
  }

  function openNow(filter: Filter): number {
    const [counted] = tables.all<{ readonly alerts: number }>(
      sql`select count(*) as alerts from alerts a indexed by alerts_open
        where a.status <> 'resolved' and ${wanted(filter)}`,
    );
    return counted?.alerts ?? 0;
  }

  function firstAlert(): number | null {
    const [first] = tables.all<{ readonly time: number | null }>(
      sql`select min(received_at) as time from alerts`,
    );
    return first?.time ?? null;
  }

  return { opened, open, openNow, firstAlert };
}

/** Rows are found by their time, so that no index of words or labels helps: each is looked at. */
function wanted(filter: Filter): SQL {
  const { words, ...others } = filter;
  const condition = conditionOf({ ...others, words: [] });
  if (words.length === 0) return sql`${condition} and ${NOT_OWN}`;
  const said = sql`has_words(a.title, a.description, a.source, a.labels, ${JSON.stringify(words)})`;
  return sql`${condition} and ${NOT_OWN} and ${said}`;
}
