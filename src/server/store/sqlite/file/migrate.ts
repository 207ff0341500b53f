import { readFileSync } from "node:fs";
import path from "node:path";
import type Database from "better-sqlite3";
import { readMigrationFiles } from "drizzle-orm/migrator";
import * as v from "valibot";
import { projectFile } from "../../engine/project-file.ts";

const MIGRATIONS = "db/sqlite/migrations";

/** Of databases that drizzle's own migrator has made, and as that has made it. */
const TABLE = "__drizzle_migrations";
const MAKE_TABLE = `create table if not exists ${TABLE} (
  id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric
)`;

/**
 * Makes the tables, or those that are missing. Whoever starts beside others waits for them. Throws what SQLite says, where
 * drizzle's own migrator says that a transaction cannot be undone: SQLite has undone it where the disk was full.
 */
export function migrate(db: Database.Database): void {
  const known = readMigrationFiles({ migrationsFolder: projectFile(MIGRATIONS) });
  const apply = db.transaction(() => {
    db.exec(MAKE_TABLE);
    const last = lastApplied(db);
    const note = db.prepare(`insert into ${TABLE} (hash, created_at) values (?, ?)`);
    for (const { sql: statements, folderMillis, hash } of known) {
      if (folderMillis <= last) continue;
      for (const statement of statements) db.exec(statement);
      note.run(hash, folderMillis);
    }
  });
  apply.immediate();
}

/** Before anything is changed in it. */
export function refuseNewer(db: Database.Database): void {
  if (lastApplied(db) > lastKnown()) {
    throw new Error("it was made by a newer version of Tocsin; start that version");
  }
}

/** A server that is running knows the tables as they were when it started. */
export function refuseOlder(db: Database.Database): void {
  if (lastApplied(db) < lastKnown()) {
    throw new Error("an older version of Tocsin is running on it; start that anew first");
  }
}

const journalSchema = v.object({ entries: v.array(v.object({ when: v.number() })) });

function lastKnown(): number {
  const journal = readFileSync(path.join(projectFile(MIGRATIONS), "meta", "_journal.json"), "utf8");
  return Math.max(...v.parse(journalSchema, JSON.parse(journal)).entries.map(({ when }) => when));
}

function lastApplied(db: Database.Database): number {
  const table = db.prepare("select 1 from sqlite_schema where name = ?").pluck().get(TABLE);
  if (table === undefined) return 0;
  const last = db.prepare(`select max(created_at) from ${TABLE}`).pluck().get();
  return Number(last ?? 0);
}
