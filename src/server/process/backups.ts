import "server-only";
import type { Writable } from "node:stream";
import { writeAge } from "../../domain/retention.ts";
import type { Part } from "../../protocol/export.ts";
import { type Backups, startBackups } from "../backups/backups.ts";
import { createExports, type Exports } from "../backups/exports.ts";
import { NO_BACKUPS } from "../backups/elsewhere.ts";
import type { Operations } from "../operations/operations.ts";
import type { OpenedStore } from "../store/opened-store.ts";
import { forkBackup, tidyBackups } from "../store/sqlite/backup/fork-backup.ts";
import { removeRestoring } from "../store/sqlite/backup/restore.ts";
import { removeImporting } from "../store/sqlite/log-text/import-log.ts";
import type { Log } from "../telemetry/log.ts";
import type { Config } from "./config.ts";
import { forkExport } from "./fork-export.ts";

export interface OpenBackupsParts {
  readonly config: Pick<Config, "backup" | "retention" | "trashRetention">;
  readonly store: OpenedStore;
  readonly operations: Operations;
  /** In ms since 1970. */
  readonly now: () => number;
  readonly log: Pick<Log, "error" | "info">;
}

/** Removes what a crash has left of a backup, a restore or an import, and makes backups of the database from then on. */
export async function openBackups({
  config,
  store,
  operations,
  now,
  log,
}: OpenBackupsParts): Promise<Backups> {
  if (config.backup === null) return NO_BACKUPS;
  const { file, folder, isFolderNamed, schedule, keep } = config.backup;
  try {
    removeRestoring(file);
    removeImporting(file);
    await tidyBackups(folder);
  } catch (error) {
    // A folder that cannot be used keeps nobody from what is not in it.
    log.error({ err: error, folder }, "the folder of backups cannot be tidied");
  }
  return startBackups({
    folder,
    isFolderNamed,
    schedule,
    keep,
    retention: {
      resolved: config.retention && writeAge(config.retention),
      trash: config.trashRetention && writeAge(config.trashRetention),
    },
    make: (at) => forkBackup({ file, folder, at }),
    operations,
    kept: store.operations,
    store,
    now,
    log,
  });
}

export interface OpenExportsParts {
  readonly config: Pick<Config, "database">;
  readonly operations: Operations;
}

/** Makes exports of the database for those who ask for one. */
export function openExports({ config, operations }: OpenExportsParts): Exports {
  const make = (part: Part, to: Writable) => forkExport(config.database, part, to);
  return createExports({ operations, make });
}
