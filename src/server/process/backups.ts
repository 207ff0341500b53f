import "server-only";
import { type Backups, startBackups } from "../backups/backups.ts";
import type { Operations } from "../operations/operations.ts";
import { forkBackup, tidyBackups } from "../store/sqlite/backup/fork-backup.ts";
import { removeRestoring } from "../store/sqlite/backup/restore.ts";
import type { SqliteStore } from "../store/sqlite/sqlite-store.ts";
import type { Log } from "../telemetry/log.ts";
import type { Config } from "./config.ts";

export interface OpenBackupsParts {
  readonly config: Pick<Config, "databaseFile" | "backupDir" | "backupSchedule" | "backupKeep">;
  readonly store: SqliteStore;
  readonly operations: Operations;
  /** In ms since 1970. */
  readonly now: () => number;
  readonly log: Pick<Log, "error" | "info">;
}

/** Removes what a crash has left of a backup or of a restore, and makes backups of the database from then on. */
export async function openBackups({
  config,
  store,
  operations,
  now,
  log,
}: OpenBackupsParts): Promise<Backups> {
  const { databaseFile: file, backupDir: folder } = config;
  try {
    removeRestoring(file);
    await tidyBackups(folder);
  } catch (error) {
    // A folder that cannot be used keeps nobody from what is not in it.
    log.error({ err: error, folder }, "the folder of backups cannot be tidied");
  }
  return startBackups({
    folder,
    schedule: config.backupSchedule,
    keep: config.backupKeep,
    make: (at) => forkBackup({ file, folder, at }),
    operations,
    kept: store.operations,
    store,
    now,
    log,
  });
}
