import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import * as v from "valibot";
import * as schema from "../../../db/schema.ts";
import { projectFile } from "./project-file.ts";

/** Longest wait (ms) for another process that holds the file. */
const BUSY_TIMEOUT = 5_000;
const CACHE_KIB = 65_536;

export type Tables = ReturnType<typeof openTables>;

/** Opens the one connection that may write, creating and migrating the file as needed. */
export function openForWriting(file: string): Tables {
  mkdirSync(path.dirname(file), { recursive: true });
  const db = new Database(file, { timeout: BUSY_TIMEOUT });
  db.pragma("journal_mode = WAL");
  // better-sqlite3 builds SQLite with NORMAL for WAL, which may lose an answered write.
  db.pragma("synchronous = FULL");
  db.pragma("journal_size_limit = 67108864");
  const tables = openTables(db);
  bringUpToDate(tables);
  return tables;
}

export function openForReading(file: string): Tables {
  return openTables(new Database(file, { readonly: true, timeout: BUSY_TIMEOUT }));
}

function openTables(db: Database.Database) {
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.pragma("temp_store = MEMORY");
  return drizzle(db, { schema });
}

function bringUpToDate(tables: Tables): void {
  const folder = projectFile("db/migrations");
  const known = lastKnownMigration(folder);
  const applied = lastAppliedMigration(tables.$client);
  if (applied > known) {
    throw new Error("The database was made by a newer version of Tocsin; start that version.");
  }
  migrate(tables, { migrationsFolder: folder });
  tables
    .insert(schema.meta)
    .values({ key: "epoch", value: newEpoch() })
    .onConflictDoNothing()
    .run();
}

/** 80 random bits in the alphabet of cursors. */
function newEpoch(): string {
  return BigInt(`0x${randomBytes(10).toString("hex")}`).toString(36);
}

const journalSchema = v.object({ entries: v.array(v.object({ when: v.number() })) });

function lastKnownMigration(folder: string): number {
  const journal = readFileSync(path.join(folder, "meta", "_journal.json"), "utf8");
  return Math.max(...v.parse(journalSchema, JSON.parse(journal)).entries.map(({ when }) => when));
}

const TABLE_OF_MIGRATIONS = "__drizzle_migrations";

function lastAppliedMigration(db: Database.Database): number {
  const table = db
    .prepare("select 1 from sqlite_schema where name = ?")
    .pluck()
    .get(TABLE_OF_MIGRATIONS);
  if (table === undefined) return 0;
  const last = db.prepare(`select max(created_at) from ${TABLE_OF_MIGRATIONS}`).pluck().get();
  return Number(last ?? 0);
}
