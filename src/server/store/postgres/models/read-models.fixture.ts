import { sql } from "drizzle-orm";
import { openPatient } from "../connection/patient.ts";

/** Everything in the read models, and which indexes they have. */
export async function dump(url: string) {
  const database = await openPatient(url);
  try {
    const all = (order: string, table: string) =>
      database.all<object>(sql.raw(`select * from ${table} order by ${order}`));
    const indexes = await database.all<{ readonly name: string }>(sql`
      select tablename || ' ' || replace(indexdef, current_schema() || '.', '') as name from pg_indexes
      where schemaname = current_schema() and tablename not like 'search_texts_%' order by 1`);
    const partitions = await database.all<object>(sql`
      select c.relname as name, count(i.*) as indexes, pg_get_expr(c.relpartbound, c.oid) as bound
      from pg_inherits join pg_class c on c.oid = inhrelid left join pg_index i on i.indrelid = c.oid
      where inhparent = 'search_texts'::regclass group by 1, c.relpartbound, c.oid order by 1`);
    return {
      alerts: await all("id", "alerts"),
      pulses: await all("alert_id", "pulses"),
      texts: await all("alert_id", "texts"),
      search: await all("alert_id", "search_texts"),
      labels: await all("label, alert_id", "labels"),
      counts: await all("minute, severity", "counts"),
      indexes,
      partitions,
    };
  } finally {
    await database.close();
  }
}
