import { closeSync, fsyncSync, openSync, writeFileSync } from "node:fs";

/** Has what was written to an open file on disk. */
export function syncFile(file: number): void {
  fsyncSync(file);
}

/** Has the names in a folder on disk, where a system lets folders be opened for that. */
export function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  syncPath(folder, "r");
}

/** Has a file on disk that somebody else has written. */
export function syncPath(file: string, flags = "r+"): void {
  const opened = openSync(file, flags);
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** Writes a text into a file of that name, for its owner alone, and has it on disk. */
export function writeDurably(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600, flush: true });
}
