import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { makePrivate } from "./private-file.ts";
import { refusalOf } from "./refusal.ts";

/**
 * Keeps every other server away from a database until the result is closed or the process ends,
 * however it ends: the lock is the system's own, on an empty file beside it, whatever links lead there.
 * Two servers would each tell their readers of their own writes only. Waits `timeout` ms for one that is stopping.
 */
export function lock(file: string, timeout: number): Database.Database {
  return lockNamed(`${realFile(file)}-lock`, timeout, "another Tocsin is running on it");
}

/** Where a file lies, whatever links lead there, or where it is going to lie. */
export function realFile(file: string): string {
  if (existsSync(file)) return realpathSync(file);
  return path.join(realpathSync(path.dirname(file)), path.basename(file));
}

/** The same for a folder in which one alone may be making a backup. */
export function lockFolder(folder: string): Database.Database {
  return lockNamed(path.join(realpathSync(folder), "lock"), 0, "another backup is made there");
}

function lockNamed(name: string, timeout: number, held: string): Database.Database {
  makePrivate(name);
  const beside = new Database(name, { timeout });
  try {
    // Nothing is written, so there is nothing to take back, on disk least of all.
    beside.pragma("journal_mode = memory");
    return beside.exec("begin exclusive");
  } catch (error) {
    beside.close();
    if (refusalOf(error)?.code !== "store-busy") throw error;
    throw new Error(held, { cause: error });
  }
}

/** The same at once, or null where another server has it. */
export function lockIfFree(file: string): Database.Database | null {
  return ifFree(() => lock(file, 0));
}

export function lockFolderIfFree(folder: string): Database.Database | null {
  return ifFree(() => lockFolder(folder));
}

function ifFree(lock: () => Database.Database): Database.Database | null {
  try {
    return lock();
  } catch (error) {
    if (error instanceof Error && refusalOf(error.cause)?.code === "store-busy") return null;
    throw error;
  }
}
