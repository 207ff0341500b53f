import { max, sql } from "drizzle-orm";
import { alerts } from "../../../../../db/sqlite/schema.ts";
import { filterOf, type Part } from "../../../../protocol/export.ts";
import type { Tables } from "../file/database.ts";
import { prepareStatement } from "../file/statement.ts";
import { conditionOf, pathsOf } from "../queries/filter-sql.ts";

/** Some alerts, one bit for each that there is, so that a year of them fits into a few megabytes. */
export interface Wanted {
  /** The lowest number, null where there are none. */
  readonly first: number | null;
  readonly has: (id: number) => boolean;
}

/** The alerts of a part. The connection must know the functions of filters. */
export function wantedAlerts(tables: Tables, part: Part): Wanted {
  const highest =
    tables
      .select({ id: max(alerts.id) })
      .from(alerts)
      .get()?.id ?? 0;
  const bits = new Uint8Array(Math.floor(highest / 8) + 1);
  let first: number | null = null;
  for (const id of idsOf(tables, part)) {
    const at = Math.floor(id / 8);
    bits[at] = (bits[at] ?? 0) | (1 << (id % 8));
    if (first === null || id < first) first = id;
  }
  return { first, has: (id) => ((bits[Math.floor(id / 8)] ?? 0) & (1 << (id % 8))) !== 0 };
}

function* idsOf(tables: Tables, part: Part): Generator<number> {
  const filter = filterOf(part);
  const from = part.from === null ? [] : [sql`a.received_at >= ${Date.parse(part.from)}`];
  const to = part.to === null ? [] : [sql`a.received_at < ${Date.parse(part.to)}`];
  for (const path of pathsOf(filter)) {
    const rows = prepareStatement<{ readonly id: number }>(
      tables,
      tables
        .select({ id: sql<number>`${path.id} as id` })
        .from(path.from)
        .where(sql.join([...path.where, ...from, ...to, conditionOf(filter)], sql` and `)),
    );
    for (const { id } of rows.each({})) yield id;
  }
}
