import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
} from "node:fs";
import path from "node:path";

/** A database that may be written to, and is gone after. */
export interface Scratch extends Disposable {
  readonly file: string;
}

/** Empty, or a copy of that one. On the same disk as all the others. */
export function scratch(original?: string): Scratch {
  mkdirSync("bench/data", { recursive: true });
  const directory = mkdtempSync("bench/data/scratch-");
  const file = path.join(directory, "tocsin.db");
  if (original !== undefined) copy(original, file);
  return {
    file,
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Also to the disk: what is still on its way there would slow the first who are measured. */
function copy(original: string, file: string): void {
  copyFileSync(original, file, constants.COPYFILE_FICLONE);
  const descriptor = openSync(file, "r+");
  fsyncSync(descriptor);
  closeSync(descriptor);
}
