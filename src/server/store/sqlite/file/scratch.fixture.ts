import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";

const folder = mkdtempSync(path.join(tmpdir(), "tocsin-test-"));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where no file lies yet; all of them go when the tests of the importing file are over. */
export function scratchFile(): string {
  files += 1;
  return path.join(folder, `${files}.db`);
}
