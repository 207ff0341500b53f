import { type Placeholder, type SQL, sql } from "drizzle-orm";

/**
 * A value to compare an indexed column with, or a limit: one plan for all of them. SQLite, as
 * better-sqlite3 builds it (with STAT4), otherwise prepares the statement anew for every value, since
 * its plan might depend on it; that costs more than to run it (sqlite.org/c3ref/prepare.html).
 */
export function anyValue(value: string | Placeholder): SQL {
  return sql`(select ${value})`;
}

/**
 * The same for an id. better-sqlite3 binds every number as a real, and the search index passes over
 * a bound that is none of its integers: it would read all that matches down to the cursor.
 */
export function anyId(value: Placeholder): SQL {
  return sql`(select cast(${value} as integer))`;
}
