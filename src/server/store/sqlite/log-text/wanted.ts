import { max, sql } from "drizzle-orm";
import { alerts } from "../../../../../db/sqlite/schema.ts";
import { filterOf, type Part } from "../../../../protocol/export.ts";
import { createWanted, type Wanted } from "../../engine/log-text/wanted.ts";
import type { Tables } from "../file/database.ts";
import { prepareStatement } from "../file/statement.ts";
import { conditionOf, pathsOf } from "../queries/filter-sql.ts";

/** The alerts of a part. The connection must know the functions of filters. */
export function wantedAlerts(tables: Tables, part: Part): Wanted {
  const highest =
    tables
      .select({ id: max(alerts.id) })
      .from(alerts)
      .get()?.id ?? 0;
  const wanted = createWanted(highest);
  for (const id of idsOf(tables, part)) wanted.add(id);
  return wanted;
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
