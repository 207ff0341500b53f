import { readdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { backupName, backupTime } from "../../domain/backup-name.ts";
import type { Backup } from "../../protocol/backups.ts";
import { readManifest } from "./manifest.ts";

/** What is being made ends in this, and gets its own name last. */
export const PARTIAL = ".partial";

/** The file that says what is in a backup. */
export function manifestFile(file: string): string {
  return `${file}.json`;
}

/** A backup in a folder, with the path of its file. */
export interface FoundBackup {
  readonly backup: Backup;
  readonly file: string;
}

/** The backups in a folder, newest first: those that are whole, with what their manifests say. */
export async function backupsIn(folder: string): Promise<Backup[]> {
  const names = (await namesIn(folder)).filter((name) => backupTime(name) !== null);
  const found = await Promise.all(names.toSorted().map((name) => backupIn(folder, name)));
  return found.flatMap((one) => one?.backup ?? []).toReversed();
}

/** One of them; null where there is none of that name, or where that is no name. */
export async function backupIn(folder: string, name: string): Promise<FoundBackup | null> {
  if (backupTime(name) === null) return null;
  const file = path.join(folder, name);
  const [size, text] = await Promise.all([
    stat(file).then(({ size }) => size, unlessAbsent),
    readFile(manifestFile(file), "utf8").catch(unlessAbsent),
  ]);
  const manifest = readManifest(text ?? "");
  if (manifest === null || size !== manifest.bytes) return null;
  const { version: _, epoch: __, databaseBytes: ___, ...backup } = manifest;
  return { backup: { ...backup, name }, file };
}

/** The manifest goes last: without it the file is one of a backup that nobody tells of. */
export async function removeBackup({ file }: FoundBackup): Promise<void> {
  await rm(file, { force: true });
  await rm(manifestFile(file), { force: true });
}

/**
 * Removes what a process that died has left: what it was making, and a manifest that got its name before the backup
 * itself did. Nobody else may be making one in that folder.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = new Set(await namesIn(folder));
  const isLeft = (name: string) =>
    isPartial(name) || (isManifest(name) && !names.has(name.slice(0, -".json".length)));
  await Promise.all([...names].filter(isLeft).map((name) => rm(path.join(folder, name))));
}

/** Of a copy SQLite keeps a journal beside it, which goes as well. */
function isPartial(name: string): boolean {
  return backupTime(name.slice(0, NAME_LENGTH)) !== null && name.includes(PARTIAL);
}

const NAME_LENGTH = backupName("2026-01-01T00:00:00.000Z").length;

function isManifest(name: string): boolean {
  return name.endsWith(".json") && backupTime(name.slice(0, -".json".length)) !== null;
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(unlessAbsent)) ?? [];
}

function unlessAbsent(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
}
