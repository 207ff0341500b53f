import { sql } from "drizzle-orm";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import type { Session } from "../connection/database.ts";
import { strings } from "./records.ts";

interface IndexRow {
  /** The statement that takes it away, and the one that makes it. */
  readonly taking: string;
  readonly making: string;
}

/**
 * Takes the indexes of tables away, their keys too, to make each once all rows are there: of hashes, that is several times as
 * fast as row by row. Answers with how to make them again.
 */
export async function dropIndexes(
  session: Session,
  tables: readonly PgTable[],
): Promise<() => Promise<void>> {
  const names = tables.map((table) => getTableConfig(table).name);
  const indexes = await session.all<IndexRow>(sql`
    select
      case when c.oid is null then format('drop index %s', i.indexrelid::regclass)
        else format('alter table %s drop constraint %I', i.indrelid::regclass, c.conname) end as taking,
      case when c.oid is null then pg_get_indexdef(i.indexrelid)
        else format('alter table %s add constraint %I %s', i.indrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
        end as making
    from pg_index i join pg_class t on t.oid = i.indrelid
    left join pg_constraint c on c.conindid = i.indexrelid and c.contype = 'p'
    where t.relnamespace = current_schema()::regnamespace and t.relname = any(${strings(names)})`);
  for (const { taking } of indexes) await session.run(sql.raw(taking));
  return async () => {
    for (const { making } of indexes) await session.run(sql.raw(making));
  };
}
