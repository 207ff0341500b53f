import type Database from "better-sqlite3";

/** Pages that the connection keeps (KiB). */
const CACHE_KIB = 32_768;

/** For a file that is thrown away where it does not come to its end: nothing is journalled or awaited. */
export function writeInBulk(db: Database.Database): void {
  for (const pragma of ["journal_mode = DELETE", "journal_mode = OFF", "synchronous = OFF"])
    db.pragma(pragma);
  db.pragma(`cache_size = -${CACHE_KIB}`);
  // What is sorted for an index would grow with the history in memory.
  db.pragma("temp_store = FILE");
}
