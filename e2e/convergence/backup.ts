import { copyFileSync, rmSync } from "node:fs";
import Database from "better-sqlite3";

/** Copies a database while it is used, as docs/operating.md says. */
export function backUp(file: string, copy: string): void {
  rmSync(copy, { force: true });
  const database = new Database(file, { readonly: true });
  database.prepare("vacuum into ?").run(copy);
  database.close();
}

/** Puts the copy in the place of a database that is not in use, under a new epoch. */
export function restore(copy: string, file: string): void {
  remove(file);
  copyFileSync(copy, file);
  const database = new Database(file);
  const epoch = "lower(hex(randomblob(8)))";
  database.exec(`update meta set value = ${epoch} where key = 'epoch'`);
  database.close();
}

export function remove(file: string): void {
  for (const end of ["", "-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
}
