import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { meta } from "../../../../../db/sqlite/schema.ts";
import { openForWriting } from "./database.ts";

/** That of the test file which runs; test files share this module where they share a process. */
let folder: string | null = null;
let files = 0;
let made: string | null = null;

/** Where no file lies yet; all of them go when the tests of the file that asks are over. */
export function scratchFile(): string {
  folder ??= mkdtempSync(path.join(tmpdir(), "tocsin-test-"));
  files += 1;
  return path.join(folder, `${files}.db`);
}

/**
 * A database that nobody has opened yet, for whom it does not matter who made its tables. They are made once for a test
 * file and then copied, which takes a quarter of the time. Whoever opens it names its history, as in a new file.
 */
export function scratchDatabase(): string {
  made ??= makeTables(scratchFile());
  const file = scratchFile();
  copyFileSync(made, file);
  return file;
}

function makeTables(file: string): string {
  const tables = openForWriting(file);
  tables.delete(meta).run();
  // The last to close it leaves everything in the one file.
  tables.$client.close();
  return file;
}

/** After the last test of each file. */
export function removeScratchFiles(): void {
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
  folder = null;
  made = null;
}
