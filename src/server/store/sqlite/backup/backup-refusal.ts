import { fail, type Problem } from "../../../../domain/problem.ts";
import { Refusal } from "../../refusal.ts";
import { asRefusal, refusalOf } from "../file/refusal.ts";

const FULL = fail("backup-full", "There is no room left for a backup.").problem;
const UNWRITABLE = fail("backup-unwritable", "The folder of backups cannot be written.").problem;

/** SQLite makes the index of a log beside what it looks through, which has a code of its own for want of room. */
const NO_ROOM = /^(?:ENOSPC|EDQUOT|EFBIG|SQLITE_FULL|SQLITE_IOERR_SHMSIZE)/u;

/**
 * What the system says of a file, and SQLite of one that it is to write: the database is only read. A folder that
 * is a link to a disk which is not there is said to exist.
 */
const REFUSALS: readonly (readonly [RegExp, Problem])[] = [
  [NO_ROOM, FULL],
  [
    /^(?:EACCES|EPERM|EROFS|ENOTDIR|ENOENT|EEXIST|EISDIR|EIO|ELOOP|ENAMETOOLONG|ESTALE|ENOTCONN)$/u,
    UNWRITABLE,
  ],
  [/^SQLITE_(?:CANTOPEN|READONLY|PERM)/u, UNWRITABLE],
];

/** The Refusal that an error amid a backup stands for; the error itself where it is a defect. */
export function backupRefusal(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Refusal) return error;
  const { message: cause } = error;
  // Only a lock has it as its cause.
  if (refusalOf(error.cause)?.code === "store-busy")
    return new Refusal({ ...fail("operation-running", "Another backup is made there."), cause });
  const problem = REFUSALS.find(([codes]) => codes.test(codeOf(error)))?.[1];
  return problem === undefined ? asRefusal(error) : new Refusal({ problem, cause });
}

/** Whether an error is for want of room on a disk. */
export function isForRoom(error: unknown): boolean {
  return NO_ROOM.test(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
