import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";

/**
 * Makes a folder for its owner alone where there is none, step by step: where nothing can be made, as
 * in /proc, `recursive` never ends.
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}
