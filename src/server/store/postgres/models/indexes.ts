import { sql } from "drizzle-orm";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import type { Session } from "../connection/database.ts";
import { strings } from "./records.ts";

interface IndexRow {
  readonly name: string;
  readonly definition: string;
}

/**
 * Takes the indexes of tables away, but for their keys, to make them once all rows are there. Answers with how to make
 * them again.
 */
export async function dropIndexes(
  session: Session,
  tables: readonly PgTable[],
): Promise<() => Promise<void>> {
  const names = tables.map((table) => getTableConfig(table).name);
  const indexes = await session.all<IndexRow>(sql`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class t on t.oid = i.indrelid
    where t.relnamespace = current_schema()::regnamespace and t.relname = any(${strings(names)})
      and not i.indisprimary`);
  for (const { name } of indexes) await session.run(sql`drop index ${sql.raw(name)}`);
  return async () => {
    for (const { definition } of indexes) await session.run(sql.raw(definition));
  };
}
