import { copyFileSync, linkSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { syncFolder, syncPath } from "../../engine/durable.ts";

/** What is done to files, one after the other; a crash between two leaves what the first of them have made. */
export type SwapStep =
  | { readonly type: "keep"; readonly file: string; readonly as: string }
  | { readonly type: "remove"; readonly file: string }
  | { readonly type: "rename"; readonly file: string; readonly to: string }
  | { readonly type: "sync"; readonly folder: string };

export interface Swap {
  /** The database, and what is to be in its place. */
  readonly file: string;
  readonly by: string;
  /** What the old one is kept as; null where there is none. */
  readonly keptAs: string | null;
  /** The files that lie beside the old one and belong to it, by how their names end. */
  readonly beside: readonly string[];
}

/**
 * Puts a database in the place of another. A log beside the old one must never meet the new one: SQLite would
 * take it for that one's own. Where none lies there, as after an orderly end, there is the old
 * database until the last rename, and from then on the new one.
 */
export function swapSteps({ file, by, keptAs, beside }: Swap): SwapStep[] {
  const sync: SwapStep = { type: "sync", folder: path.dirname(file) };
  const keep = (end: string): SwapStep[] =>
    keptAs === null ? [] : [{ type: "keep", file: `${file}${end}`, as: `${keptAs}${end}` }];
  const kept = ["", ...beside].flatMap(keep);
  const removed = beside.map((end): SwapStep => ({ type: "remove", file: `${file}${end}` }));
  return [
    ...(kept.length === 0 ? [] : [...kept, sync]),
    ...(removed.length === 0 ? [] : [...removed, sync]),
    { type: "rename", file: by, to: file },
    sync,
  ];
}

export function takeStep(step: SwapStep): void {
  switch (step.type) {
    case "keep":
      return keep(step.file, step.as);
    case "remove":
      return rmSync(step.file, { force: true });
    case "rename":
      return renameSync(step.file, step.to);
    case "sync":
      return syncFolder(step.folder);
    default:
      step satisfies never;
  }
}

/** Under a second name, where the file system has such; else as a copy. */
function keep(file: string, as: string): void {
  try {
    linkSync(file, as);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!/^(?:EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS|EMLINK)$/u.test(code)) throw error;
    copyFileSync(file, as);
    syncPath(as);
  }
}
