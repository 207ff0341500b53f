import { eq, sql } from "drizzle-orm";
import { meta } from "../../../../../db/sqlite/schema.ts";
import type { Tables } from "../file/database.ts";

const KEY = "probe";

/**
 * Writes so many bytes as a row of its own and takes them away again, each as a commit: both the
 * file and the log beside it must have room for them. Throws what SQLite throws.
 */
export function prepareProbe(tables: Tables): (bytes: number) => void {
  const write = tables
    .insert(meta)
    .values({ key: KEY, value: sql.placeholder("value") })
    .onConflictDoUpdate({ target: meta.key, set: { value: sql`excluded.value` } })
    .prepare();
  const remove = tables.delete(meta).where(eq(meta.key, KEY)).prepare();
  return (bytes) => {
    write.run({ value: "x".repeat(bytes) });
    remove.run();
  };
}
