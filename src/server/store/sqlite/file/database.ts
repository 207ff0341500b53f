import { randomBytes, randomUUID } from "node:crypto";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import * as schema from "../../../../../db/sqlite/schema.ts";
import { lock, lockIfFree } from "./lock.ts";
import { makeFolder } from "../../engine/make-folder.ts";
import { makePrivate } from "./private-file.ts";
import { migrate, refuseNewer, refuseOlder } from "./migrate.ts";
import { refusalOf } from "./refusal.ts";

/** Longest wait (ms) for another process that holds the file. */
const BUSY_TIMEOUT = 5_000;
/**
 * Pages that a connection keeps (KiB). Beyond them the system's cache answers: with 64 MiB, posts and
 * pages of 400,000 alerts took the same processor time.
 */
const CACHE_KIB = 8_192;
/**
 * Pages (4 KiB) that gather in the log beside the file before they are copied into it, four times what SQLite
 * takes: most that a post changes are changed by the next posts, too, and are copied once for all of them.
 */
const LOG_PAGES = 4_000;

export type Tables = ReturnType<typeof tablesOf>;

/**
 * Opens the one connection that may write, creating and migrating the file as needed. Throws one
 * line that names the file where that cannot be done. `busyTimeout` in ms.
 */
export function openForWriting(file: string, busyTimeout = BUSY_TIMEOUT): Tables {
  return naming(file, () => {
    prepare(file);
    return writable(new Database(file, { timeout: busyTimeout }));
  });
}

/**
 * The same for whoever must be the only one to write, until it closes what it got. What is opened is what
 * lies there once nobody else has it: whoever had it may have put another database in its place.
 */
export function openAlone(file: string, busyTimeout = BUSY_TIMEOUT) {
  return naming(file, () => {
    prepare(file);
    const held = lock(file, busyTimeout);
    const db = new Database(file, { timeout: busyTimeout });
    const tables = writable(db);
    function close(): void {
      db.close();
      held.close();
    }
    return { tables, close };
  });
}

/** The same beside a server. */
export function openShared(file: string, busyTimeout = BUSY_TIMEOUT) {
  const tables = openForWriting(file, busyTimeout);
  return { tables, close: () => void tables.$client.close() };
}

/**
 * The same for a command that is done at once: beside a server, or alone where none is running. Under
 * one that is running nothing is migrated.
 */
export function openBeside(file: string, busyTimeout = BUSY_TIMEOUT) {
  return naming(file, () => {
    prepare(file);
    const held = lockIfFree(file);
    const db = new Database(file, { timeout: busyTimeout });
    if (held === null) refuseOlder(db);
    const tables = writable(db);
    function close(): void {
      db.close();
      held?.close();
    }
    return { tables, close };
  });
}

function naming<T>(file: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw new Error(`The database ${file} cannot be opened: ${reasonOf(error)}`, { cause: error });
  }
}

/** Makes the file where there is none, unless that cannot be; whoever opens it says why. */
function prepare(file: string): void {
  makeFolder(path.dirname(file));
  refuseOtherThanFile(file);
  makePrivate(file);
  refuseReadOnly(file);
}

/** To open a pipe or a device could wait for ever. */
function refuseOtherThanFile(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) {
    throw new Error("it is not a regular file");
  }
}

/** SQLite opens it all the same, and the lock beside it would be the first to say that it cannot be used. */
function refuseReadOnly(file: string): void {
  if (!existsSync(file)) return;
  try {
    accessSync(file, constants.W_OK);
  } catch (error) {
    throw new Error("attempt to write a readonly database", { cause: error });
  }
}

function reasonOf(error: unknown): string {
  // SQLite's words for it depend on which of its files found no room.
  if (refusalOf(error)?.code === "store-full") return "there is no room left on its disk";
  return error instanceof Error ? error.message : String(error);
}

function writable(db: Database.Database): Tables {
  try {
    return withTables(db);
  } catch (error) {
    // Until it was collected the system would keep the file, and its room where it is removed.
    db.close();
    throw error;
  }
}

function withTables(db: Database.Database): Tables {
  refuseNewer(db);
  // What is removed then makes the file smaller. In one that has it already SQLite would write it again,
  // for which a full disk has no room; one that was made without it gets it when it is vacuumed.
  const isNew = db.pragma("page_count", { simple: true }) === 0;
  if (isNew) db.pragma("auto_vacuum = INCREMENTAL");
  db.pragma("journal_mode = WAL");
  // better-sqlite3 builds SQLite with NORMAL for WAL, which may lose an answered write.
  db.pragma("synchronous = FULL");
  db.pragma("journal_size_limit = 67108864");
  db.pragma(`wal_autocheckpoint = ${LOG_PAGES}`);
  const tables = tablesOf(db);
  migrate(db);
  tables
    .insert(schema.meta)
    .values([
      { key: "epoch", value: newEpoch() },
      { key: "instance", value: randomUUID() },
    ])
    .onConflictDoNothing()
    .run();
  return tables;
}

/** Opens a connection that cannot write. `busyTimeout` in ms, `cache` in KiB. */
export function openForReading(
  file: string,
  busyTimeout = BUSY_TIMEOUT,
  cache = CACHE_KIB,
): Tables {
  const db = new Database(file, { readonly: true, timeout: busyTimeout });
  try {
    return tablesOf(db, cache);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A connection of one's own, which no other way of opening is for. `cache` in KiB. */
export function tablesOf(db: Database.Database, cache = CACHE_KIB) {
  db.pragma(`cache_size = -${cache}`);
  db.pragma("temp_store = MEMORY");
  return drizzle(db, { schema });
}

/** 80 random bits in the alphabet of cursors. */
export function newEpoch(): string {
  return BigInt(`0x${randomBytes(10).toString("hex")}`).toString(36);
}
