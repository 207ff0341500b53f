import { closeSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import type Database from "better-sqlite3";
import { backupName } from "../../../../domain/backup-name.ts";
import type { Time } from "../../../../domain/alert.ts";
import type { Progress } from "../../../../domain/operation.ts";
import { fail } from "../../../../domain/problem.ts";
import type { Backup } from "../../../../protocol/backups.ts";
import { manifestFile, PARTIAL, removeLeftovers } from "../../../backups/folder.ts";
import { manifestText } from "../../../backups/manifest.ts";
import { Refusal } from "../../refusal.ts";
import { openForReading } from "../file/database.ts";
import { lockFolder } from "../file/lock.ts";
import { makeFolder } from "../../engine/make-folder.ts";
import { makePrivate } from "../file/private-file.ts";
import { backupRefusal } from "./backup-refusal.ts";
import { type Compressed, compress } from "./compress.ts";
import { type Contents, contentsOf, faultOfContents } from "./contents.ts";
import { syncFile, syncFolder, writeDurably } from "../../engine/durable.ts";

/** How long (ms) it waits for a database that another process holds. */
const BUSY_TIMEOUT = 5_000;
/** Pages that a connection keeps (KiB): each is read once. */
const CACHE_KIB = 2_048;
/** Pages (of 4 KiB) that are copied at once: a hundredth of a second, or a few. */
const PAGES_AT_ONCE = 1_000;
/** For each ms that it copies or compresses it rests so many, in which disk and processor are others'. */
const REST = 2;
const MIB = 1_048_576;

export interface BackupOptions {
  /** The database. */
  readonly file: string;
  /** Where the backup is to lie. */
  readonly folder: string;
  /** When it is begun, which names it. */
  readonly at: Time;
}

/**
 * Copies a database as it is at one moment, beside whoever writes it; looks the copy through,
 * compresses it, and gives it its name last. Whatever ends it, there is the whole backup or none. It
 * holds up the thread that takes its steps. `onCopied` hears when the database is let go. Throws a Refusal for what is the disk's fault, and
 * where another one is being made in that folder.
 */
export async function* makeBackup(
  options: BackupOptions,
  onCopied: () => void = () => {},
): AsyncGenerator<Progress, Backup> {
  try {
    return yield* makeIn(options, onCopied);
  } catch (error) {
    throw backupRefusal(error);
  }
}

async function* makeIn(
  { file, folder, at }: BackupOptions,
  onCopied: () => void,
): AsyncGenerator<Progress, Backup> {
  makeFolder(folder);
  const held = lockFolder(folder);
  try {
    await removeLeftovers(folder);
    const name = backupName(at);
    const target = path.join(folder, name);
    const copied = `${target}${PARTIAL}.db`;
    const packed = `${target}${PARTIAL}`;
    for (const partial of [copied, packed]) makePrivate(partial);
    const contents = yield* copy(file, copied);
    onCopied();
    check(copied, contents);
    const databaseBytes = statSync(copied).size;
    const compressed = yield* pack(copied, packed, databaseBytes);
    const { floor: _, epoch, ...rest } = contents;
    const backup: Backup = { name, at, ...rest, ...compressed, checked: true };
    publish(target, packed, manifestText({ ...backup, epoch, databaseBytes }));
    return backup;
  } finally {
    await removeLeftovers(folder);
    held.close();
  }
}

/**
 * The copy is of the moment at which the transaction began. Without one SQLite would begin the copy
 * anew whenever somebody writes between two steps, and would never come to an end.
 */
async function* copy(file: string, to: string): AsyncGenerator<Progress, Contents> {
  const { $client: db } = openForReading(file, BUSY_TIMEOUT, CACHE_KIB);
  try {
    db.exec("begin");
    const contents = contentsOf(db);
    yield* copyPages(db, to);
    return contents;
  } finally {
    db.close();
  }
}

async function* copyPages(db: Database.Database, to: string): AsyncGenerator<Progress, void> {
  const target = openSync(to, "r+");
  let step = Promise.withResolvers<Progress>();
  let begun = performance.now();
  let isWanted = true;
  const copied = db.backup(to, {
    progress({ totalPages, remainingPages }) {
      if (!isWanted) throw new Error("The copy is not wanted any more.");
      step.resolve(progressOf((totalPages - remainingPages) * pageSize, totalPages * pageSize));
      step = Promise.withResolvers();
      // All at once at the end, it would be what everybody who writes to that disk waits for.
      syncFile(target);
      rest((performance.now() - begun) * REST);
      begun = performance.now();
      return PAGES_AT_ONCE;
    },
  });
  const pageSize = Number(db.pragma("page_size", { simple: true }));
  const end = copied.then(() => null);
  // Whoever takes no further step hears of it when they do.
  end.catch(() => {});
  try {
    for (let next = await Promise.race([step.promise, end]); next !== null;) {
      yield next;
      next = await Promise.race([step.promise, end]);
    }
  } finally {
    isWanted = false;
    await end.catch(() => {});
    // Not before: with any of its descriptors SQLite's lock on it would go.
    closeSync(target);
  }
}

/** It is made of two parts, of which each goes over all bytes. A part of a MiB counts at the end alone. */
function progressOf(done: number, total: number, before = 0): Progress {
  const whole = done + before < 2 * total ? Math.floor : Math.ceil;
  return {
    done: whole((done + before) / MIB),
    total: Math.ceil((2 * total) / MIB),
    unit: "MiB copied and compressed",
  };
}

/** Holds up this thread. */
function rest(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** One file, with nothing beside it that it would need; then it is looked through. */
function check(copied: string, contents: Contents): void {
  const { $client: db } = openForReading(copied, BUSY_TIMEOUT, CACHE_KIB);
  try {
    const fault = faultOfContents(db, contents);
    if (fault !== null) throw new Refusal({ ...fail("backup-damaged", fault), cause: fault });
  } finally {
    db.close();
  }
}

async function* pack(
  from: string,
  to: string,
  bytes: number,
): AsyncGenerator<Progress, Compressed> {
  const steps = compress(from, to);
  try {
    for (;;) {
      const begun = performance.now();
      const step = steps.next();
      if (step.done === true) return step.value;
      yield progressOf(step.value, bytes, bytes);
      // Whoever wants it to end is heard meanwhile.
      await setTimeout((performance.now() - begun) * REST);
    }
  } finally {
    steps.return(undefined as never);
  }
}

/** Its name is what makes it a backup: until then all of it is a leftover. */
function publish(target: string, packed: string, manifest: string): void {
  const partial = `${manifestFile(target)}${PARTIAL}`;
  writeDurably(partial, manifest);
  renameSync(partial, manifestFile(target));
  renameSync(packed, target);
  syncFolder(path.dirname(target));
  rmSync(`${packed}.db`, { force: true });
}
