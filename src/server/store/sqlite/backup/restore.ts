import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import type { Time } from "../../../../domain/alert.ts";
import type { Progress } from "../../../../domain/operation.ts";
import { manifestFile } from "../../../backups/folder.ts";
import { type Manifest, readManifest } from "../../../backups/manifest.ts";
import { newEpoch } from "../file/database.ts";
import { lock, realFile } from "../file/lock.ts";
import { refuseNewer } from "../file/migrate.ts";
import { makeFolder } from "../../engine/make-folder.ts";
import { makePrivate } from "../file/private-file.ts";
import { refusalOf } from "../file/refusal.ts";
import { isForRoom } from "./backup-refusal.ts";
import { decompress } from "./compress.ts";
import { type Contents, contentsOf, faultOfContents } from "./contents.ts";
import { syncPath } from "../../engine/durable.ts";
import { swapSteps, takeStep } from "./swap.ts";

const MIB = 1_048_576;
/** Files that belong to a database: its log, the index of that, and a journal. */
export const BESIDE = ["-wal", "-shm", "-journal"];
const LOG = "-wal";
const MAGIC = "SQLite format 3\0";

export interface RestoreOptions {
  /** The backup. Where its manifest lies beside it, it must be what that says. */
  readonly from: string;
  /** The database, which need not be there yet. */
  readonly file: string;
  /** When, by which the old one is named. */
  readonly at: Time;
}

export interface Restored extends Contents {
  /** Where the old database lies now; null where there was none. */
  readonly keptAs: string | null;
  /** Whether there was a manifest to compare it with. */
  readonly isProven: boolean;
}

/**
 * Puts a backup in the place of a database. Whatever ends it, there is the old database or the new one. The new
 * one has an epoch of its own, so that whoever saw what came after the backup starts over. Throws one line
 * where the backup is damaged or was made by a newer version, and where a server runs on the database.
 */
export async function* restore({
  from,
  file: named,
  at,
}: RestoreOptions): AsyncGenerator<Progress, Restored> {
  if (!existsSync(from)) throw new Error(`There is no backup at ${from}.`);
  makeFolder(path.dirname(named));
  const file = realFile(named);
  const held = lock(file, 0);
  try {
    removeRestoring(file);
    const by = restoringFile(file);
    makePrivate(by);
    const manifest = manifestOf(from);
    yield* unpack(from, by, manifest);
    const contents = adopt(by, manifest);
    const keptAs = existsSync(file) ? `${file}.before-${at.replaceAll(/[:.]/gu, "-")}` : null;
    if (keptAs !== null) {
      endLog(file);
      chmodSync(by, statSync(file).mode & 0o777);
    }
    const beside = BESIDE.filter((end) => existsSync(`${file}${end}`));
    for (const step of swapSteps({ file, by, keptAs, beside })) takeStep(step);
    return { ...contents, keptAs, isProven: manifest !== null };
  } finally {
    removeRestoring(file);
    held.close();
  }
}

function restoringFile(file: string): string {
  return `${file}.restoring`;
}

/** Removes what a process that died amid it has left. Nobody else may be restoring that database. */
export function removeRestoring(file: string): void {
  const by = restoringFile(realFile(file));
  for (const end of ["", ...BESIDE]) rmSync(`${by}${end}`, { force: true });
}

function manifestOf(from: string): Manifest | null {
  const beside = manifestFile(from);
  if (!existsSync(beside)) return null;
  const manifest = readManifest(readFileSync(beside, "utf8"));
  if (manifest === null) throw new Error(`${beside} is damaged, or of a newer version of Tocsin.`);
  return manifest;
}

async function* unpack(
  from: string,
  to: string,
  manifest: Manifest | null,
): AsyncGenerator<Progress, void> {
  const total = Math.ceil(statSync(from).size / MIB);
  const steps = decompress(from, to);
  try {
    for (;;) {
      const step = await steps.next();
      if (step.done !== true) {
        yield { done: Math.floor(step.value / MIB), total, unit: "MiB unpacked" };
        continue;
      }
      const { bytes, sha256 } = step.value;
      if (manifest === null || (manifest.bytes === bytes && manifest.sha256 === sha256)) return;
      throw new Error("its sha256 is not that of its manifest");
    }
  } catch (error) {
    throw damaged(from, error);
  } finally {
    await steps.return(undefined as never);
  }
}

/** Looks it through and makes it a database of its own: one file, with nothing beside it. */
function adopt(file: string, manifest: Manifest | null): Contents {
  const db = new Database(file);
  try {
    refuseNewer(db);
    const fault = faultOfContents(db, manifest);
    if (fault !== null) throw new Error(fault);
    db.pragma("journal_mode = DELETE");
    db.pragma("synchronous = FULL");
    db.prepare("update meta set value = ? where key = 'epoch'").run(newEpoch());
    // What was running while the copy was made, the copy itself among it, did not end in it.
    if (hasTable(db, "operations")) db.exec("delete from operations where state = 'running'");
    // It gets a number of its own from the next server, which tells it from the old one by that.
    db.pragma("user_version = 0");
    return contentsOf(db);
  } catch (error) {
    throw damaged("The backup", error);
  } finally {
    db.close();
    syncPath(file);
  }
}

function hasTable(db: Database.Database, name: string): boolean {
  return db.prepare("select 1 from sqlite_schema where name = ?").get(name) !== undefined;
}

/**
 * Brings into a database what its log beside it holds, so that the one file is all of it. One that
 * cannot be opened is kept as it is, with its log.
 */
export function endLog(file: string): void {
  // SQLite would remove the log beside what is none.
  if (!isDatabase(file)) return;
  try {
    const db = new Database(file);
    try {
      db.pragma("wal_checkpoint(TRUNCATE)");
    } finally {
      db.close();
    }
  } catch (error) {
    if (refusalOf(error)?.code === "store-busy") throw inUse(file, error);
    return;
  }
  // Whoever closes it last takes the log away.
  if (existsSync(`${file}${LOG}`)) throw inUse(file);
}

function inUse(file: string, cause?: unknown): Error {
  return new Error(`Another process has ${file} open; end that first.`, { cause });
}

/** Whether it begins as every database does (sqlite.org/fileformat.html, section 1.3). */
function isDatabase(file: string): boolean {
  const begin = Buffer.alloc(MAGIC.length);
  const opened = openSync(file, "r");
  try {
    readSync(opened, begin, 0, MAGIC.length, 0);
  } finally {
    closeSync(opened);
  }
  return begin.toString("latin1") === MAGIC;
}

function damaged(what: string, error: unknown): Error {
  return new Error(`${what} cannot be restored: ${reasonOf(error)}`, { cause: error });
}

function reasonOf(error: unknown): string {
  if (isForRoom(error)) return "there is no room left on the disk of the database";
  return error instanceof Error ? error.message : String(error);
}
