import { fail, type Problem, type ProblemCode } from "../../../../domain/problem.ts";
import { type Failure, Refusal } from "../../refusal.ts";

/** What SQLite refuses for the sake of its file or disk: nobody's fault, and it may pass. */
const REFUSALS: readonly (readonly [RegExp, ProblemCode, string])[] = [
  [/^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/u, "store-busy", "Another process holds the file; try again."],
  // The index of the log is mapped into memory, and has a code of its own for want of room.
  [/^SQLITE_(?:FULL|IOERR_SHMSIZE)/u, "store-full", "There is no room left on the disk."],
  [/^SQLITE_READONLY_DBMOVED/u, "store-broken", "The file was deleted, moved or replaced."],
  [/^SQLITE_(?:READONLY|PERM|AUTH)/u, "store-readonly", "The file or its folder is read-only."],
  [/^SQLITE_(?:IOERR|CORRUPT|NOTADB|CANTOPEN|NOMEM)/u, "store-broken", "The file is unreadable."],
];

export function failureOf(error: unknown): Failure {
  const problem = refusalOf(error);
  if (problem === null) return { type: "fault", error };
  return { type: "refused", problem, cause: causeOf(error) };
}

/** The {@link Refusal} that an error of SQLite stands for; the error itself where it is a defect in the program. */
export function asRefusal(error: unknown): unknown {
  const failure = failureOf(error);
  return failure.type === "fault" ? error : new Refusal(failure);
}

/** The problem that an error of SQLite stands for; null where it is a defect in the program. */
export function refusalOf(error: unknown): Problem | null {
  const code = codeOf(error);
  const found = REFUSALS.find(([codes]) => codes.test(code));
  return found === undefined ? null : fail(found[1], found[2]).problem;
}

/** Whether the file itself has gone, which is the fault of no request. */
export function isMoved(error: unknown): boolean {
  return codeOf(error).startsWith("SQLITE_READONLY_DBMOVED");
}

/** What SQLite itself says, for the log. */
function causeOf(error: unknown): string {
  return `${codeOf(error)}: ${error instanceof Error ? error.message : String(error)}`;
}

/** By its property, since an error that ended a thread has lost its class on the way. */
function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** The same read as a promise, which a {@link Refusal} rejects. */
export function promising<Args extends readonly unknown[], T>(
  read: (...args: Args) => T,
  told: (cause: string) => void,
): (...args: Args) => Promise<T> {
  const refused = refusing(read, told);
  return async (...args) => refused(...args);
}

/** The same read, throwing a {@link Refusal} for what is the file's fault. */
export function refusing<Args extends readonly unknown[], T>(
  read: (...args: Args) => T,
  told: (cause: string) => void,
): (...args: Args) => T {
  return (...args) => {
    try {
      return read(...args);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.type === "fault") throw error;
      told(failure.cause);
      throw new Refusal(failure);
    }
  };
}
