import { randomInt } from "node:crypto";
import { openSync, readSync, realpathSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import { refusalOf } from "./refusal.ts";

/** The largest number that fits into a database beside its schema. */
const MOST = 2 ** 31;
/** Bytes that every database begins with (sqlite.org/fileformat.html, section 1.3). */
const HEADER = 100;
const MAGIC = "SQLite format 3\0";

/**
 * Looks whether a database is still the file that was opened, and throws where it has been deleted,
 * moved or replaced, it or one of the two that belong to it: SQLite goes on writing to what nobody
 * will ever read again, and says that all is well. Where another file was copied over it, that is
 * seen by its header. Costs four calls of `stat`, and needs what SQLite needs of a file system, that
 * a file keeps its number.
 */
export function watchOpened(db: Database.Database): () => void {
  const name = ownName(db);
  const real = realpathSync(db.name);
  // A link is followed, since it may come to lead elsewhere; the other two lie beside the file itself.
  const parts = [db.name, `${real}-wal`, `${real}-shm`].map((path) => ({
    path,
    opened: look(path),
  }));
  // It ends with the thread. To close it sooner would end the locks that SQLite has on the same file.
  const file = openSync(real, "r");
  let last = { ...headerOf(file), ...look(real) };

  function isOverwritten(): boolean {
    const { changed, size } = look(real);
    if (changed === last.changed && size === last.size) return false;
    const now = { ...headerOf(file), changed, size };
    const isCutOff = size < last.size && size < now.bytes;
    if (now.name !== name || now.version < last.version || isCutOff) return true;
    last = { ...last, ...now };
    return false;
  }

  return () => {
    const lost = parts.find(({ path, opened }) => look(path).inode !== opened.inode);
    if (lost !== undefined) throw moved(`${lost.path} is no longer the file that was opened`);
    if (isOverwritten()) throw moved(`${real} was overwritten`);
  };
}

/** The number by which a database is told from others; it is given one where it has none. */
function ownName(db: Database.Database): number {
  try {
    const given = Number(db.pragma("user_version", { simple: true }));
    if (given === 0) db.pragma(`user_version = ${randomInt(1, MOST)}`);
    // Into the file itself, since that is where it is looked for.
    db.pragma("wal_checkpoint(PASSIVE)");
  } catch (error) {
    // On a full disk it has none for now, which is as good as another's.
    if (refusalOf(error) === null) throw error;
  }
  return Number(db.pragma("user_version", { simple: true }));
}

/** Which file lies there, and what tells that it was written; nothing of a file that is not there. */
function look(path: string) {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return {
    inode: found && `${found.dev} ${found.ino}`,
    changed: found?.mtimeNs,
    size: Number(found?.size ?? 0),
  };
}

/** What a file says of itself: its own number, how often it was changed, how many bytes it has. */
function headerOf(file: number) {
  const header = Buffer.alloc(HEADER);
  readSync(file, header, 0, HEADER, 0);
  if (header.toString("latin1", 0, MAGIC.length) !== MAGIC)
    return { name: 0, version: 0, bytes: 0 };
  const pageSize = header.readUInt16BE(16);
  return {
    name: header.readUInt32BE(60),
    version: header.readUInt32BE(24),
    bytes: header.readUInt32BE(28) * (pageSize === 1 ? 65_536 : pageSize),
  };
}

/** As SQLite itself says it, where it looks, which with a log beside the file it does not. */
function moved(reason: string): Error {
  return new Database.SqliteError(reason, "SQLITE_READONLY_DBMOVED");
}
