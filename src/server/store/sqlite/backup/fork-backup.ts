import { fork } from "node:child_process";
import { on, once } from "node:events";
import { existsSync } from "node:fs";
import type { Progress } from "../../../../domain/operation.ts";
import type { Backup } from "../../../../protocol/backups.ts";
import { removeLeftovers } from "../../../backups/folder.ts";
import { Refusal } from "../../refusal.ts";
import { lockFolderIfFree } from "../file/lock.ts";
import type { FromBackup } from "./backup-process.ts";
import type { BackupOptions } from "./make-backup.ts";

/**
 * Makes a backup in a process of its own at a low priority. SQLite cannot be interrupted while it looks
 * a copy through, which may take minutes; a process can be killed, and what is left of that goes as it
 * does after a crash.
 */
export async function* forkBackup(options: BackupOptions): AsyncGenerator<Progress, Backup> {
  const child = fork(processUrl(), [JSON.stringify(options)], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const exit = once(child, "exit");
  exit.catch(() => {});
  try {
    for await (const said of on(child, "message", { close: ["disconnect"] })) {
      const message = said[0] as FromBackup;
      switch (message.type) {
        case "progress":
          yield message.progress;
          break;
        case "done":
          return message.backup;
        case "refused":
          throw new Refusal(message);
        case "fault":
          throw message.error;
        default:
          message satisfies never;
      }
    }
    throw new Error("The process that makes a backup has ended.");
  } finally {
    // One that could not be started does not exit.
    if (child.pid !== undefined) {
      child.kill("SIGKILL");
      await exit;
    }
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
