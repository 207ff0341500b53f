import { chmodSync, copyFileSync, existsSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { meta, webhooks } from "../../../../../db/sqlite/schema.ts";
import { eq, like } from "drizzle-orm";
import type { Progress } from "../../../../domain/operation.ts";
import { isForRoom } from "../backup/backup-refusal.ts";
import { syncPath } from "../../engine/durable.ts";
import type { Imported, ReadExport } from "../../engine/log-text/read-export.ts";
import { openTextFile, refuseMissing } from "../../engine/log-text/text-file.ts";
import { BESIDE, endLog } from "../backup/restore.ts";
import { swapSteps, takeStep } from "../backup/swap.ts";
import { newEpoch, openForWriting, type Tables } from "../file/database.ts";
import { lock, realFile } from "../file/lock.ts";
import { makeFolder } from "../../engine/make-folder.ts";
import { makePrivate } from "../file/private-file.ts";
import { adoptRemovals } from "../log/forget.ts";
import { prepareRemoved } from "../log/removed.ts";
import { fillDatabase } from "./fill.ts";
import type { Beside } from "./start-log-thread.ts";

export interface ImportOptions {
  /** The export. */
  readonly from: string;
  /** The database, which need not be there yet. */
  readonly file: string;
}

/**
 * Brings an export into a database without alerts, whose users, keys and webhooks stay. All of it is read,
 * looked through and written into a new file first, which then takes the place of the database: whatever ends it,
 * there is the old one or the new one. Throws one line, which names that of the file where it is about one.
 */
export async function* importLog({
  from,
  file: named,
}: ImportOptions): AsyncGenerator<Progress, Imported> {
  refuseMissing(from);
  makeFolder(path.dirname(named));
  const file = realFile(named);
  const held = lock(file, 0);
  try {
    removeImporting(file);
    const by = importingFile(file);
    begin(file, by);
    const imported = yield* write(from, by);
    const beside = BESIDE.filter((end) => existsSync(`${file}${end}`));
    for (const step of swapSteps({ file, by, keptAs: null, beside })) takeStep(step);
    return imported;
  } catch (error) {
    if (!isForRoom(rootOf(error))) throw error;
    throw new Error("Nothing is imported: there is no room left on the disk of the database.", {
      cause: error,
    });
  } finally {
    removeImporting(file);
    held.close();
  }
}

/** A database that cannot be opened says so in words of its own. */
function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}

function importingFile(file: string): string {
  return `${file}.importing`;
}

/** What lies beside the new file until it is filled. */
function besideOf(by: string): Beside {
  return { log: `${by}-log`, alerts: `${by}-alerts` };
}

/** Removes what a process that died amid it has left. Nobody else may be importing into that database. */
export function removeImporting(file: string): void {
  const by = importingFile(realFile(file));
  const { log, alerts } = besideOf(by);
  for (const made of [by, log, alerts]) removeDatabase(made);
}

function removeDatabase(file: string): void {
  for (const end of ["", ...BESIDE]) rmSync(`${file}${end}`, { force: true });
}

/** What the new file begins with: all that the old one has. */
function begin(file: string, by: string): void {
  makePrivate(by);
  if (!existsSync(file)) return;
  refuseFilled(file);
  endLog(file);
  copyFileSync(file, by);
  chmodSync(by, statSync(file).mode & 0o777);
}

function refuseFilled(file: string): void {
  const db = new Database(file, { readonly: true });
  try {
    const table = db.prepare("select 1 from sqlite_schema where name = 'events'").get();
    if (table === undefined) return;
    const last = db.prepare<[], number | null>("select max(seq) from events").pluck().get();
    if (last != null)
      throw new Error(
        `${file} has ${last} events already: an import needs a database without any.`,
      );
  } finally {
    db.close();
  }
}

async function* write(from: string, by: string): AsyncGenerator<Progress, Imported> {
  const tables = openForWriting(by);
  const beside = besideOf(by);
  for (const made of [beside.log, beside.alerts]) makePrivate(made);
  const file = openTextFile(from);
  try {
    const { text, read } = file;
    const log = yield* fillDatabase({ tables, beside, text, read });
    file.refuseRest(log);
    settle(tables, log);
    return { events: log.events, alerts: log.alerts };
  } finally {
    file.close();
    tables.$client.close();
    // Before the new file takes its place: whatever ends it from then on leaves nothing behind.
    for (const made of [beside.log, beside.alerts]) removeDatabase(made);
    syncPath(by);
  }
}

/** Makes it a database of its own, of whose past nobody is told. */
function settle(tables: Tables, { seq, floor, removed }: ReadExport): void {
  // Whoever saw another database under this address starts over.
  tables.update(meta).set({ value: newEpoch() }).where(eq(meta.key, "epoch")).run();
  adoptRemovals(tables, floor);
  if (removed !== null) prepareRemoved(tables).note(removed);
  tables.update(webhooks).set({ position: seq }).run();
  tables
    .update(meta)
    .set({ value: String(seq) })
    .where(like(meta.key, "position:%"))
    .run();
  // It gets a number of its own from the next server, which tells it from the old one by that.
  tables.$client.pragma("user_version = 0");
}
