import { fail, type Problem, type ProblemCode } from "../../../../domain/problem.ts";
import { Refusal } from "../../refusal.ts";

/**
 * What PostgreSQL refuses for the sake of its disk, its load or its role, by the codes of its errors
 * (postgresql.org/docs/current/errcodes-appendix.html), and what its driver and the system say of a connection:
 * nobody's fault, and it may pass.
 */
const REFUSALS: readonly (readonly [RegExp, ProblemCode, string])[] = [
  [/^(?:40001|40P01|55P03|57014)$/u, "store-busy", "Others hold the database; try again."],
  [/^(?:57P0\d|25P0[34]|08\w{3}|53[23]00)$/u, "store-busy", "The database cannot be reached now."],
  [
    /^E(?:CONN\w+|PIPE|TIMEDOUT|NOENT|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH)$/u,
    "store-busy",
    "The database cannot be reached now.",
  ],
  [/^(?:25006|42501)$/u, "store-readonly", "The database takes no writes."],
  [/^53100$/u, "store-full", "There is no room left on the disk of the database."],
  [/^(?:XX00[012]|58\w{3}|28\w{3}|3D000)$/u, "store-broken", "The database cannot be read."],
];

/** Those of which another attempt is likely to end otherwise: two stood in each other's way. */
const PASSING = /^(?:40001|40P01|55P03)$/u;

/** How the server, the system and the driver name a connection that was ended. */
const ENDED = {
  codes: /^(?:57P0[12]|25P0[34]|ECONNRESET|EPIPE)$/u,
  words: /^(?:Connection terminated(?! due to)|Client has encountered a connection error)/u,
};

/** How the driver names a connection that ended: its errors have no codes. */
const CUT =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|Query read timeout)/u;

/** The problem that an error of the database stands for; null where it is a defect in the program. */
export function refusalOf(error: unknown): Problem | null {
  const code = codeOf(error);
  const found = REFUSALS.find(([codes]) => codes.test(code));
  return found === undefined ? null : fail(found[1], found[2]).problem;
}

/** Whether to do the same again at once is worth it. */
export function isPassing(error: unknown): boolean {
  return PASSING.test(codeOf(error)) || isEnded(error);
}

/**
 * Whether a connection that there was has been ended, also for the sake of a program that was too busy for a while to say
 * anything; not where none could be had, nor where nobody answers, for which one has waited long enough.
 */
function isEnded(error: unknown): boolean {
  return (
    ENDED.codes.test(codeOf(error)) || (error instanceof Error && ENDED.words.test(error.message))
  );
}

/** Whether the connection is gone, so that nobody knows what became of what was asked over it. */
export function isCut(error: unknown): boolean {
  return /^(?:57P0[123]|25P0[34]|08|E[A-Z])/u.test(codeOf(error));
}

/** Whether the server takes no writes, as one that copies another does not. */
export function isReadOnly(error: unknown): boolean {
  return codeOf(error) === "25006";
}

/** What PostgreSQL itself says, for the log. */
export function causeOf(error: unknown): string {
  return `${codeOf(error)}: ${error instanceof Error ? error.message : String(error)}`;
}

/** The {@link Refusal} that an error stands for; the error itself where it is a defect in the program. */
export function asRefusal(error: unknown): unknown {
  const problem = refusalOf(error);
  return problem === null ? error : new Refusal({ problem, cause: causeOf(error) });
}

/** The same read, throwing a {@link Refusal} for what is the database's fault. */
export function refusing<Args extends readonly unknown[], T>(
  read: (...args: Args) => Promise<T>,
  told: (cause: string) => void,
): (...args: Args) => Promise<T> {
  return async (...args) => {
    try {
      return await read(...args);
    } catch (error) {
      const problem = refusalOf(error);
      if (problem === null) throw error;
      told(causeOf(error));
      throw new Refusal({ problem, cause: causeOf(error) });
    }
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  return CUT.test(error.message) ? "08006" : "";
}
