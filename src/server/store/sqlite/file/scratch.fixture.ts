import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** That of the test file which runs; test files share this module where they share a process. */
let folder: string | null = null;
let files = 0;

/** Where no file lies yet; all of them go when the tests of the file that asks are over. */
export function scratchFile(): string {
  folder ??= mkdtempSync(path.join(tmpdir(), "tocsin-test-"));
  files += 1;
  return path.join(folder, `${files}.db`);
}

/** After the last test of each file. */
export function removeScratchFiles(): void {
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
  folder = null;
}
