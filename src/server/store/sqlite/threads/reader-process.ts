import type { Problem, Result } from "../../../../domain/problem.ts";
import { openForReading } from "../file/database.ts";
import { type Found, type Query, type ReadName, READS } from "../reads.ts";
import { addFilterFunctions } from "../queries/filter-functions.ts";
import { prepareReads } from "../queries/read.ts";
import type { Failure } from "../../refusal.ts";
import { failureOf } from "../file/refusal.ts";

/**
 * First that it takes queries, or why it cannot; then one answer to each query. What was found is JSON: to
 * write and read it takes half the time of cloning what it says, and who sends it on need not read it. `head` is
 * the last event at the moment of which it tells, null where it does not say that.
 */
export type FromReader =
  | { readonly type: "ready" }
  | { readonly type: "answer"; readonly json: string; readonly head: number | null }
  | { readonly type: "problem"; readonly problem: Problem }
  | Failure;

type AnyFound = Found<ReadName>;

/** How long (ms) a query waits for a file that another process holds. */
const READ_TIMEOUT = 1_000;
/**
 * Pages that a process keeps (KiB), of which there are several: searches of 50,000 alerts, with the index
 * and without, took no more processor time than with four times as much.
 */
const CACHE_KIB = 2_048;

// What ends the server ends this through the channel: the server may have something to ask until then.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
process.on("disconnect", () => process.exit());

try {
  const answer = openAnswers(process.argv[2] ?? "");
  process.on("message", (query: Query) => say(attempt(() => answer(query))));
  say({ type: "ready" });
} catch (error) {
  say(failureOf(error));
}

function openAnswers(file: string): (query: Query) => Result<AnyFound> {
  const tables = openForReading(file, READ_TIMEOUT, CACHE_KIB);
  addFilterFunctions(tables);
  const reading = { tables, reads: prepareReads(tables) };
  const ready = new Map<string, (input: never) => Result<AnyFound>>();
  return ({ name, input }) => {
    const read = ready.get(name) ?? READS[name](reading);
    ready.set(name, read);
    return read(input as never);
  };
}

function attempt(answer: () => Result<AnyFound>): FromReader {
  try {
    const result = answer();
    if (!result.ok) return { type: "problem", problem: result.problem };
    const { value } = result;
    const head = "head" in value ? value.head.seq : null;
    return { type: "answer", json: JSON.stringify(value), head };
  } catch (error) {
    return failureOf(error);
  }
}

function say(message: FromReader): void {
  process.send?.(message);
}
