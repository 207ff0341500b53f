import {
  closeSync,
  existsSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Progress } from "../../../../domain/operation.ts";
import type { Exported } from "../../../../protocol/export.ts";
import { syncFile, syncFolder } from "../durable.ts";
import { makeFolder } from "../make-folder.ts";
import type { ExportSteps } from "./compose.ts";

/**
 * Writes an export into a file, which gets its name when all of it is on disk. Whatever ends it, there is what
 * was there before or the whole export. Throws one line where the disk of that file is full.
 */
export async function* writeExport(
  steps: ExportSteps,
  to: string,
): AsyncGenerator<Progress, Exported> {
  // Else that is found out only at the end, when all has been written.
  if (existsSync(to) && statSync(to).isDirectory())
    throw new Error(`${to} is a folder: an export needs the name of a file.`);
  makeFolder(path.dirname(to));
  const partial = `${to}.${process.pid}.partial`;
  const file = openSync(partial, "w", 0o600);
  try {
    const exported = yield* writeSteps(steps, file);
    syncFile(file);
    renameSync(partial, to);
    syncFolder(path.dirname(to));
    return exported;
  } catch (error) {
    if (!isForRoom(error)) throw error;
    throw new Error(`${to} is not written: there is no room left on its disk.`, { cause: error });
  } finally {
    closeSync(file);
    rmSync(partial, { force: true });
  }
}

async function* writeSteps(steps: ExportSteps, file: number): AsyncGenerator<Progress, Exported> {
  try {
    for (;;) {
      const step = await steps.next();
      if (step.done === true) return step.value;
      if (step.value.frame !== null) writeFileSync(file, step.value.frame);
      yield step.value.progress;
    }
  } finally {
    await steps.return(undefined as never);
  }
}

/** Of the file; what a database says of its own disk has other codes. */
function isForRoom(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    /^(?:ENOSPC|EDQUOT|EFBIG)$/u.test(String(error.code))
  );
}
