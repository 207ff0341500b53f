import { type SQL, sql } from "drizzle-orm";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";

/**
 * Many rows as one parameter of a statement, from which they are read like from the table: objects by the names of its
 * columns, JSON within them as JSON.
 */
export function recordsOf(table: PgTable, rows: readonly object[]): SQL {
  const { name } = getTableConfig(table);
  return sql`json_populate_recordset(null::${sql.identifier(name)}, ${JSON.stringify(rows)}::json)`;
}

/** Numbers as one parameter. */
export function numbers(values: Iterable<number>): SQL {
  return sql`${sql.param([...values])}::bigint[]`;
}

/** Texts as one parameter. */
export function strings(values: Iterable<string>): SQL {
  return sql`${sql.param([...values])}::text[]`;
}
