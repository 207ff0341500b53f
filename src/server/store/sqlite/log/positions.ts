import { eq, sql } from "drizzle-orm";
import { meta } from "../../../../../db/sqlite/schema.ts";
import type { Tables } from "../file/database.ts";

/** How far in the log each of those who read it on and on has come. */
export function preparePositions(tables: Tables) {
  const key = (consumer: string) => `position:${consumer}`;
  const read = tables
    .select({ value: meta.value })
    .from(meta)
    .where(eq(meta.key, sql.placeholder("key")))
    .prepare();
  const write = tables
    .insert(meta)
    .values({ key: sql.placeholder("key"), value: sql.placeholder("value") })
    .onConflictDoUpdate({ target: meta.key, set: { value: sql`excluded.value` } })
    .prepare();
  return {
    /** The last event that it is done with, null where it has never said so. */
    of(consumer: string): number | null {
      const row = read.get({ key: key(consumer) });
      return row === undefined ? null : Number(row.value);
    },
    /** Amid a transaction, so that what it did with those events is kept or lost with it. */
    move(consumer: string, seq: number): void {
      write.run({ key: key(consumer), value: String(seq) });
    },
  };
}
