import { existsSync } from "node:fs";
import path from "node:path";

/** A file of the project: the source tree and the built server lie at different depths below it. */
export function projectFile(name: string): string {
  for (let folder = import.meta.dirname; ; folder = path.dirname(folder)) {
    const file = path.join(folder, name);
    if (existsSync(file)) return file;
    if (folder === path.dirname(folder)) throw new Error(`${name} is missing.`);
  }
}
