import { randomUUID } from "node:crypto";
import { fail, ok, type Problem, type Result } from "../../../../domain/problem.ts";
import type { Request } from "../../engine/recorder.ts";
import type { Done } from "../../store.ts";
import { type Database, LostAnswer } from "../connection/database.ts";
import { LOCK_LOG } from "../connection/lock.ts";
import { causeOf, isCut, refusalOf } from "../connection/refusal.ts";
import { isWritten } from "./commits.ts";
import type { Log, Transacted, Writing } from "./log.ts";

/** Some work amid a transaction. It may be done anew, so it keeps nothing of what it did. */
export type Work<T> = (writing: Writing) => Promise<T>;

export interface Writer {
  /** Appends what the commands lead to, in one transaction with what waits beside them. */
  execute(request: Request): Promise<Result<Result<Done>[]>>;
  /** Does some work in one transaction with what waits beside it, of which its own fault takes down nothing. */
  write<T>(work: Work<T>, weight?: number): Promise<Result<T>>;
  /** How many have not been answered yet. */
  waiting(): number;
  /** Finishes what was accepted. */
  close(): Promise<void>;
}

export interface WriterListener {
  /** Told of each commit before those who asked for it are answered. */
  readonly committed: (transacted: Transacted<unknown>) => Promise<void>;
  /** Told why PostgreSQL refuses to write. */
  readonly refused: (problem: Problem, cause: string) => void;
}

interface Waiting {
  readonly request: Request | null;
  readonly work: Work<unknown> | null;
  readonly weight: number;
  readonly settle: (result: Result<unknown>) => void;
  readonly reject: (error: unknown) => void;
}

/** Commands in one commit, and characters of their texts; more wait for the next, so that none waits long. */
const MAX_GROUP = 2_000;
const MAX_TEXT = 4_194_304;
/** Requests that may wait for the database; more are refused, so that one that is away fills no memory. */
const MAX_WAITING = 5_000;
/** Looks at what became of a commit whose answer was lost, and the longest wait (ms) between them. */
const LOOKS = 5;
const BETWEEN_LOOKS = 400;

/** Writes group by group: while one is committed, the next gathers. */
export function createWriter(database: Database, log: Log, listener: WriterListener): Writer {
  let queue: Waiting[] = [];
  let unanswered = 0;
  let working: Promise<void> | null = null;
  let isClosing = false;

  function ask<T>(asked: Pick<Waiting, "request" | "work" | "weight">): Promise<Result<T>> {
    if (isClosing) return Promise.resolve(fail("stopping", "Nothing is written any more."));
    if (unanswered >= MAX_WAITING)
      return Promise.resolve(fail("store-busy", "Too many writes are waiting."));
    unanswered += 1;
    return new Promise<Result<T>>((resolve, reject) => {
      queue.push({ ...asked, settle: (result) => resolve(result as Result<T>), reject });
      working ??= work().finally(() => (working = null));
    }).finally(() => (unanswered -= 1));
  }

  async function work(): Promise<void> {
    // What is asked for in the same breath goes together.
    await Promise.resolve();
    while (queue.length > 0) await commit(gather());
  }

  function gather(): Waiting[] {
    let [weight, text] = [0, 0];
    const end =
      queue.findIndex((one) => {
        weight += one.weight;
        text += textIn(one);
        return weight >= MAX_GROUP || text >= MAX_TEXT;
      }) + 1;
    const group = queue.slice(0, end === 0 ? queue.length : end);
    queue = queue.slice(group.length);
    return group;
  }

  async function commit(group: readonly Waiting[]): Promise<void> {
    try {
      const { transacted, outputs } = await transact(group);
      await listener.committed(transacted);
      group.forEach(({ settle }, index) => settle(ok(outputs[index])));
    } catch (error) {
      if (group.length > 1 && isOfOne(error)) await commitApart(group);
      else refuse(group, error);
    }
  }

  /** What is wrong with one request must not take those down that were to be committed with it. */
  async function commitApart(group: readonly Waiting[]): Promise<void> {
    const half = Math.ceil(group.length / 2);
    await commit(group.slice(0, half));
    await commit(group.slice(half));
  }

  async function transact(group: readonly Waiting[]) {
    let done: Transacted<unknown[]> | null = null;
    let name = "";
    try {
      await database.transact(async (session) => {
        name = randomUUID();
        done = await log.within(session, name, (writing) => perform(group, writing));
      });
    } catch (error) {
      if (!(error instanceof LostAnswer) || !(await wasWritten(name))) throw error;
    }
    if (done === null) throw new Error("A transaction has ended before its work.");
    const transacted: Transacted<unknown[]> = done;
    return { transacted, outputs: transacted.value };
  }

  /** Once nobody holds the lock, that commit has come to its end. */
  async function wasWritten(name: string): Promise<boolean> {
    for (let left = LOOKS; ; left -= 1) {
      try {
        return await database.transact(async (session) => {
          await session.run(LOCK_LOG);
          return isWritten(session, name);
        });
      } catch (error) {
        if (left <= 1 || !isCut(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * BETWEEN_LOOKS));
      }
    }
  }

  function refuse(group: readonly Waiting[], error: unknown): void {
    const problem = refusalOf(error);
    if (problem !== null) listener.refused(problem, causeOf(error));
    for (const { settle, reject } of group) {
      if (problem === null) reject(error);
      else settle({ ok: false, problem });
    }
  }

  return {
    execute: (request) => ask({ request, work: null, weight: request.commands.length }),
    write: (work, weight = 1) => ask({ request: null, work, weight }),
    waiting: () => unanswered,
    async close() {
      isClosing = true;
      await working;
    },
  };
}

/** Whether others may pass: a defect is one request's own, and so is a damaged page that it looked at. */
function isOfOne(error: unknown): boolean {
  const problem = refusalOf(error);
  return problem === null || problem.code === "store-broken";
}

/** Of what may be long. */
function textIn({ request }: Waiting): number {
  return (request?.commands ?? []).reduce((sum, command) => {
    if (command.type !== "Report") return sum;
    const { description, annotations } = command.report;
    return Object.values(annotations ?? {}).reduce(
      (sum, { length }) => sum + length,
      sum + (description?.length ?? 0),
    );
  }, 0);
}

/** One after the other; requests that follow each other are appended together. */
async function perform(group: readonly Waiting[], writing: Writing): Promise<unknown[]> {
  const outputs: unknown[] = [];
  let requests: Request[] = [];
  async function append(): Promise<void> {
    if (requests.length > 0) outputs.push(...(await writing.append(requests)));
    requests = [];
  }
  for (const { request, work } of group) {
    if (request !== null) requests.push(request);
    if (work === null) continue;
    await append();
    outputs.push(await work(writing));
  }
  await append();
  return outputs;
}
