import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { meta } from "../../../../../db/postgres/schema.ts";
import { projectFile } from "../../engine/project-file.ts";
import type { Database, Session } from "./database.ts";
import { LOCK_LOG } from "./lock.ts";

const MIGRATIONS = "db/postgres/migrations";

/**
 * Makes the tables, or those that are missing, and names the database where it has no name. Whoever starts beside
 * others waits for them. Throws where a newer version made it.
 */
export async function migrate(database: Database): Promise<void> {
  const known = readMigrationFiles({ migrationsFolder: projectFile(MIGRATIONS) });
  await database.transact(async (session) => {
    const limit = await session.get<{ readonly wait: string }>(
      sql`select current_setting('lock_timeout') as wait`,
    );
    // Whoever makes them first may take long, as to fill an index does.
    await session.run(sql`set local statement_timeout = 0; set local lock_timeout = 0`);
    await session.run(LOCK_LOG);
    // But nobody waits long for a table behind which others wait.
    await session.run(sql`select set_config('lock_timeout', ${limit?.wait ?? "0"}, true)`);
    const last = await lastApplied(session);
    if (last > Math.max(...known.map(({ folderMillis }) => folderMillis))) {
      throw new Error("it was made by a newer version of Tocsin; start that version");
    }
    for (const { sql: statements, folderMillis, hash } of known) {
      if (folderMillis <= last) continue;
      for (const statement of statements) await session.run(sql.raw(statement));
      await session.run(
        sql`insert into migrations (made_at, hash) values (${folderMillis}, ${hash})`,
      );
    }
    await session.run(
      sql`insert into ${meta} (key, value) values ('epoch', ${newEpoch()}), ('instance', ${randomUUID()})
        on conflict do nothing`,
    );
  });
}

/** Of drizzle's own migrator the names are shared by all that lie in one database, and Tocsin may lie beside another. */
async function lastApplied(session: Session): Promise<number> {
  await session.run(
    sql`create table if not exists migrations (made_at bigint primary key, hash text not null)`,
  );
  const row = await session.get<{ readonly last: number }>(
    sql`select coalesce(max(made_at), 0) as last from migrations`,
  );
  return row?.last ?? 0;
}

/** 80 random bits in the alphabet of cursors. */
export function newEpoch(): string {
  return BigInt(`0x${randomBytes(10).toString("hex")}`).toString(36);
}
