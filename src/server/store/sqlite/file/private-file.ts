import { closeSync, existsSync, openSync } from "node:fs";

/** May be read and written by who owns it, and by nobody else. */
const PRIVATE = 0o600;

/**
 * Makes a file for its owner alone where there is none: SQLite would let everybody read it. Whatever
 * SQLite makes beside a database has the permissions of that. A file that is there keeps its own,
 * which somebody may have chosen.
 */
export function makePrivate(file: string): void {
  if (existsSync(file)) return;
  try {
    closeSync(openSync(file, "a", PRIVATE));
  } catch {
    // SQLite is about to say why it cannot be made.
  }
}
