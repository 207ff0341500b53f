import { type ChildProcess, fork } from "node:child_process";
import { fail, type Result } from "../../../../domain/problem.ts";
import { entryUrl } from "./entry.ts";
import type { Found, Query, ReadName } from "../reads.ts";
import type { FromReader } from "./reader-process.ts";

/** Longest that anyone waits for a query (ms). */
const QUERY_TIME = 5_000;
/** More waiting queries than this are refused. */
const MAX_WAITING = 200;
/** A query that nobody waits for any more may take so long (ms): to start another reader takes as long. */
const GRACE = 100;
/** Half of what a reader's young objects may take (MiB): V8 would keep several times as much. */
const SEMI_SPACE = 8;

interface Job {
  readonly query: Query;
  readonly resolve: (result: Result<never>) => void;
  readonly reject: (error: unknown) => void;
  /** Whether it has been answered. */
  isOver: boolean;
}

/** The process has ended, or could not be started. */
interface Lost {
  readonly type: "lost";
  readonly error: Error;
}

/** A place for a process: there is none before its first job, nor after one that had to be ended. */
interface Reader {
  process: ChildProcess | null;
  isReady: boolean;
  job: Job | null;
}

/**
 * Processes that run queries which can scan, one at a time each, so that the feed never waits. Each
 * is started by the first job that finds no other idle.
 *
 * SQLite cannot be interrupted here, and a thread cannot be ended amid a statement; a process can,
 * whatever the query and the data are. So a query is ended from outside, and needs to know of no
 * deadline.
 */
export function startReaderPool(
  file: string,
  size: number,
  onUnreadable: (cause: string) => void,
  queryTime = QUERY_TIME,
) {
  const waiting: Job[] = [];
  const readers = Array.from({ length: size }, (): Reader => {
    return { process: null, isReady: false, job: null };
  });
  let closed = false;
  // A reader amid a query hears neither of a signal nor that the server has gone.
  process.once("exit", endAll);

  /** Answers with `query-timeout` at the deadline, rejects when the signal fires. */
  async function ask<Name extends ReadName>(
    query: Query<Name>,
    signal?: AbortSignal,
  ): Promise<Result<Found<Name>>> {
    signal?.throwIfAborted();
    if (closed) return STOPPING;
    if (waiting.length >= MAX_WAITING) {
      return fail("store-busy", "Too many searches are waiting; try again.");
    }
    const { promise, resolve, reject } = Promise.withResolvers<Result<Found<Name>>>();
    const job: Job = { query, resolve, reject, isOver: false };
    const deadline = queryTime === Infinity ? undefined : setTimeout(() => expire(job), queryTime);
    const abandon = () => forget(job, signal?.reason);
    signal?.addEventListener("abort", abandon);
    waiting.push(job);
    startNext();
    return promise.finally(() => {
      clearTimeout(deadline);
      signal?.removeEventListener("abort", abandon);
    });
  }

  function startNext(): void {
    const idle = readers.find(({ isReady, job }) => isReady && job === null);
    const starting = readers.filter(({ process, isReady }) => process !== null && !isReady);
    if (idle !== undefined) {
      const job = waiting.shift();
      if (job === undefined) return;
      idle.job = job;
      idle.process?.send(job.query);
    } else if (starting.length < waiting.length) {
      const absent = readers.find(({ process }) => process === null);
      if (absent !== undefined) start(absent);
    }
  }

  function start(reader: Reader): void {
    const child = fork(entryUrl("reader-process"), [file], {
      execArgv: [`--max-semi-space-size=${SEMI_SPACE}`],
      serialization: "advanced",
      // Whoever reads what the server writes is not to wait for a reader that has outlived it.
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    reader.process = child;
    const heard = (message: FromReader | Lost) => {
      if (reader.process === child) hear(reader, message);
    };
    child.on("message", heard);
    child.on("error", (error) => heard({ type: "lost", error }));
    child.on("exit", (code, signal) =>
      heard({ type: "lost", error: new Error(`A reader ended: ${code ?? signal}`) }),
    );
  }

  function hear(reader: Reader, message: FromReader | Lost): void {
    if (message.type === "ready") {
      reader.isReady = true;
    } else {
      // Before it is ready, it speaks to whoever it was started for.
      const job = reader.isReady ? reader.job : waiting.shift();
      reader.job = null;
      if (message.type === "lost" || !reader.isReady) end(reader);
      if (message.type === "refused") onUnreadable(message.cause);
      if (job) settle(job, () => answer(job, message));
    }
    startNext();
  }

  function answer(job: Job, message: Exclude<FromReader, { type: "ready" }> | Lost): void {
    switch (message.type) {
      case "answer":
        return job.resolve(JSON.parse(message.result) as Result<never>);
      case "refused":
        return job.resolve({ ok: false, problem: message.problem });
      case "fault":
      case "lost":
        return job.reject(message.error);
      default:
        message satisfies never;
    }
  }

  /** Its time is up: it has had all of it, so nothing more is waited for. */
  function expire(job: Job): void {
    settle(job, () => job.resolve(TOO_LONG));
    leave(job, 0);
  }

  function forget(job: Job, reason: unknown): void {
    settle(job, () => job.reject(reason));
    leave(job, GRACE);
  }

  function settle(job: Job, answer: () => void): void {
    if (!job.isOver) answer();
    job.isOver = true;
  }

  /** Takes back what has not begun; what goes on is ended after a while, and its reader replaced. */
  function leave(job: Job, after: number): void {
    const at = waiting.indexOf(job);
    if (at >= 0) waiting.splice(at, 1);
    const reader = readers.find((reader) => reader.job === job);
    if (reader === undefined) return;
    setTimeout(() => {
      if (reader.job !== job) return;
      end(reader);
      startNext();
    }, after);
  }

  function end(reader: Reader): void {
    reader.process?.kill("SIGKILL");
    reader.process = null;
    reader.isReady = false;
    reader.job = null;
  }

  function endAll(): void {
    for (const reader of readers) end(reader);
  }

  async function close(): Promise<void> {
    closed = true;
    process.removeListener("exit", endAll);
    const under = readers.flatMap(({ job }) => job ?? []);
    for (const job of [...waiting.splice(0), ...under]) settle(job, () => job.resolve(STOPPING));
    await Promise.all(readers.map(gone));
  }

  async function gone(reader: Reader): Promise<void> {
    const { process: child } = reader;
    if (child === null) return;
    const exit = new Promise((resolve) => child.once("exit", resolve));
    end(reader);
    await exit;
  }

  return { ask, close };
}

const TOO_LONG = fail("query-timeout", "This filter takes too long to search with; narrow it.");
const STOPPING = fail("stopping", "Nothing is read any more.");
