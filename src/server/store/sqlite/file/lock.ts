import { realpathSync } from "node:fs";
import Database from "better-sqlite3";
import { makePrivate } from "./private-file.ts";
import { refusalOf } from "./refusal.ts";

/**
 * Keeps every other server away from a database until the result is closed or the process ends,
 * however it ends: the lock is the system's own, on an empty file beside it, whatever links lead there.
 * Two servers would each tell their readers of their own writes only. Waits `timeout` ms for one that is stopping.
 */
export function lock(file: string, timeout: number): Database.Database {
  const name = `${realpathSync(file)}-lock`;
  makePrivate(name);
  const beside = new Database(name, { timeout });
  try {
    // Nothing is written, so there is nothing to take back, on disk least of all.
    beside.pragma("journal_mode = memory");
    return beside.exec("begin exclusive");
  } catch (error) {
    beside.close();
    if (refusalOf(error)?.code !== "store-busy") throw error;
    throw new Error("another Tocsin is running on it", { cause: error });
  }
}

/** The same at once, or null where another server has it. */
export function lockIfFree(file: string): Database.Database | null {
  try {
    return lock(file, 0);
  } catch (error) {
    if (error instanceof Error && refusalOf(error.cause)?.code === "store-busy") return null;
    throw error;
  }
}
