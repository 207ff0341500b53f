import { statSync } from "node:fs";
import type { Tables } from "./database.ts";

/**
 * Writes the whole file anew, as small as it can be and so that it becomes smaller by itself from then on,
 * and returns by how many bytes it shrank. It takes as much room beside it meanwhile, all of the file's
 * time, and cannot be broken off; where it ends early, the file is as it was.
 */
export function vacuumWhole({ $client: db }: Tables): number {
  db.pragma("wal_checkpoint(TRUNCATE)");
  const before = statSync(db.name).size;
  // Takes effect now, also in a file that was made without it.
  db.pragma("auto_vacuum = INCREMENTAL");
  db.exec("vacuum");
  db.pragma("wal_checkpoint(TRUNCATE)");
  return before - statSync(db.name).size;
}
