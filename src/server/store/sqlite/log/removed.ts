import { eq, sql } from "drizzle-orm";
import * as v from "valibot";
import { meta } from "../../../../../db/sqlite/schema.ts";
import { type Removed, removedSchema } from "../../../../protocol/page.ts";
import type { Tables } from "../file/database.ts";

const KEY = "removed";

/** When older alerts were removed last, which whoever comes to their end is told. */
export function prepareRemoved(tables: Tables) {
  const read = tables.select({ value: meta.value }).from(meta).where(eq(meta.key, KEY)).prepare();
  const write = tables
    .insert(meta)
    .values({ key: KEY, value: sql.placeholder("value") })
    .onConflictDoUpdate({ target: meta.key, set: { value: sql`excluded.value` } })
    .prepare();
  return {
    /** Null where none were ever removed. */
    last(): Removed | null {
      const row = read.get();
      return row === undefined ? null : v.parse(removedSchema, JSON.parse(row.value));
    },
    /** Amid the transaction that removes them. */
    note: (removed: Removed): void => void write.run({ value: JSON.stringify(removed) }),
  };
}
