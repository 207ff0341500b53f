import { existsSync } from "node:fs";
import type { Progress } from "../../../../domain/operation.ts";
import type { Backup } from "../../../../protocol/backups.ts";
import { removeLeftovers } from "../../../backups/folder.ts";
import { forkSteps } from "../../engine/forked/fork-steps.ts";
import { lockFolderIfFree } from "../file/lock.ts";
import type { BackupOptions } from "./make-backup.ts";

/**
 * Makes a backup in a process of its own. SQLite cannot be interrupted while it looks a copy through, which may take
 * minutes; what is left of a process that is killed amid that goes as it does after a crash.
 */
export async function* forkBackup(options: BackupOptions): AsyncGenerator<Progress, Backup> {
  try {
    return yield* forkSteps<Backup>({
      module: processUrl(),
      options,
      // Until it has a copy nothing of the log beside the database can be brought in.
      isHurried: true,
      does: "makes a backup",
    });
  } finally {
    // What stays goes with the next: it is no reason to say less of how this one ended.
    await tidyBackups(options.folder).catch(() => {});
  }
}

/** Removes what a process that died has left, unless one that lives is making a backup there. */
export async function tidyBackups(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const held = lockFolderIfFree(folder);
  if (held === null) return;
  try {
    await removeLeftovers(folder);
  } finally {
    held.close();
  }
}

/** It lies beside this file as source, beside the built server as an entry. */
function processUrl(): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`./backup-process.${extension}`, import.meta.url);
}
