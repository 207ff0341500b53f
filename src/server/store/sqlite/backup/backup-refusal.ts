import { fail, type Problem } from "../../../../domain/problem.ts";
import { Refusal } from "../../refusal.ts";
import { failureOf, refusalOf } from "../file/refusal.ts";

const FULL = fail("backup-full", "There is no room left for a backup.").problem;
const UNWRITABLE = fail("backup-unwritable", "The folder of backups cannot be written.").problem;

/** What the system says of a file, and SQLite of one that it is to write: the database is only read. */
const REFUSALS: readonly (readonly [RegExp, Problem])[] = [
  [/^(?:ENOSPC|EDQUOT|EFBIG|SQLITE_FULL)/u, FULL],
  [/^(?:EACCES|EPERM|EROFS|ENOTDIR|ENOENT|EISDIR|EIO|ELOOP|ENAMETOOLONG)$/u, UNWRITABLE],
  [/^SQLITE_(?:CANTOPEN|READONLY|PERM)/u, UNWRITABLE],
];

/** The Refusal that an error amid a backup stands for; the error itself where it is a defect. */
export function backupRefusal(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Refusal) return error;
  const { message: cause } = error;
  // Only a lock has it as its cause.
  if (refusalOf(error.cause)?.code === "store-busy")
    return new Refusal({ ...fail("operation-running", "Another backup is made there."), cause });
  const code = "code" in error ? String(error.code) : "";
  const problem = REFUSALS.find(([codes]) => codes.test(code))?.[1];
  if (problem !== undefined) return new Refusal({ problem, cause });
  const failure = failureOf(error);
  return failure.type === "fault" ? error : new Refusal(failure);
}
