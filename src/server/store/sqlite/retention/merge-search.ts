import { eq, sql } from "drizzle-orm";
import { meta } from "../../../../../db/sqlite/schema.ts";
import type { Tables } from "../file/database.ts";
import { prepareStatement } from "../file/statement.ts";

/** Of how many alerts that were removed for good the index of the search still has something. */
const REMNANTS = "remnants";

/** Notes that there is one more. */
export function prepareNoteRemnants(tables: Tables): () => void {
  const value = sql`cast(${meta.value} as integer) + 1`;
  const note = tables
    .insert(meta)
    .values({ key: REMNANTS, value: "1" })
    .onConflictDoUpdate({ target: meta.key, set: { value } });
  const noting = prepareStatement(tables, note);
  return () => noting.run({});
}

/** How many there are, null where there is none. */
export function prepareRemnants(tables: Tables): () => string | null {
  const found = tables.select().from(meta).where(eq(meta.key, REMNANTS)).prepare();
  return () => found.get()?.value ?? null;
}

export interface Merge {
  /** Pages that are written in one step. */
  readonly pages: number;
  /** What the step before it has said, null where this is the first. */
  readonly of: string | null;
}

export interface Merged {
  /** The remnants that are merged away, null where there are none. */
  readonly of: string | null;
  readonly isDone: boolean;
}

/**
 * Merges the index of the search into one part, in steps: FTS5 marks what is removed and leaves it where it is
 * until then (`secure-delete` is not for an index without a copy of the text). What the parts were is overwritten.
 */
export function prepareMergeSearch(tables: Tables): (merge: Merge) => Merged {
  const { $client: db } = tables;
  const remnants = prepareRemnants(tables);
  const merge = db.prepare<[number]>("insert into search (search, rank) values ('merge', ?)");
  const changes = db.prepare<[], number>("select total_changes()").pluck();
  const forget = db.prepare<[string, string]>("delete from meta where key = ? and value = ?");
  return ({ pages, of }) => {
    const there = of ?? remnants();
    if (there === null) return { of: null, isDone: true };
    db.pragma("secure_delete = ON");
    try {
      const before = changes.get() ?? 0;
      // A negative number is to begin with all parts that there are.
      merge.run(of === null ? -pages : pages);
      // It counts one change where it finds nothing to do.
      const isDone = (changes.get() ?? 0) - before < 2;
      // What was removed meanwhile is not done with.
      if (isDone) forget.run(REMNANTS, there);
      return { of: there, isDone };
    } finally {
      db.pragma("secure_delete = OFF");
    }
  };
}

/** Empties the log beside the file, where nobody reads from it: what was overwritten may stand there still. */
export function prepareEmptyLog({ $client: db }: Tables): () => null {
  return () => {
    const timeout = Number(db.pragma("busy_timeout", { simple: true }));
    db.pragma("busy_timeout = 0");
    try {
      db.pragma("wal_checkpoint(TRUNCATE)");
    } finally {
      db.pragma(`busy_timeout = ${timeout}`);
    }
    return null;
  };
}
