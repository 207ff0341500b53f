import type { Worker } from "node:worker_threads";
import { fail, type Result } from "../../shared/problem.ts";
import type { Found, FromReader, Query, ToReader } from "./reader-thread.ts";
import { failureOf } from "./refusal.ts";
import { startThread } from "./thread.ts";

/** Longest that anyone waits for a query (ms). */
const QUERY_TIME = 5_000;
/** More waiting queries than this are refused. */
const MAX_WAITING = 200;

interface Job {
  readonly query: Query;
  /** When (ms of `performance.now()`) its time is up. */
  readonly deadline: number;
  readonly resolve: (result: Result<Found>) => void;
  readonly reject: (error: unknown) => void;
}

interface Reader {
  /** Null before its first job, and once it has crashed: the next job starts one. */
  worker: Worker | null;
  job: Job | null;
  /** 1 when whoever asked for the job has gone. Set back before the next job is sent. */
  readonly gone: Int32Array;
}

/**
 * Threads that run queries which can scan, one at a time each, so that the feed never waits. Each
 * is started by the first job that finds no other idle.
 */
export function startReaderPool(
  file: string,
  threads: number,
  onUnreadable: (cause: string) => void,
  queryTime = QUERY_TIME,
) {
  const waiting: Job[] = [];
  const readers = Array.from({ length: threads }, (): Reader => {
    return { worker: null, job: null, gone: new Int32Array(new SharedArrayBuffer(4)) };
  });
  let closed = false;

  /** Answers with `query-timeout` at the deadline, rejects when the signal fires. */
  async function ask(query: Query, signal?: AbortSignal): Promise<Result<Found>> {
    signal?.throwIfAborted();
    if (closed) return fail("stopping", "Nothing is read any more.");
    if (waiting.length >= MAX_WAITING) {
      return fail("store-busy", "Too many searches are waiting; try again.");
    }
    const { promise, resolve, reject } = Promise.withResolvers<Result<Found>>();
    const job: Job = { query, deadline: performance.now() + queryTime, resolve, reject };
    const abandon = () => forget(job, signal?.reason);
    signal?.addEventListener("abort", abandon);
    waiting.push(job);
    startNext();
    return promise.finally(() => signal?.removeEventListener("abort", abandon));
  }

  function startNext(): void {
    const reader = readers.find(({ job }) => job === null);
    if (reader === undefined) return;
    const job = waiting.shift();
    if (job === undefined) return;
    reader.job = job;
    Atomics.store(reader.gone, 0, 0);
    reader.worker ??= startWorker(reader);
    // A deadline that passed while it waited ends the query at the first row it looks at.
    const message: ToReader = { query: job.query, time: job.deadline - performance.now() };
    reader.worker.postMessage(message);
  }

  function forget(job: Job, reason: unknown): void {
    const at = waiting.indexOf(job);
    if (at >= 0) waiting.splice(at, 1);
    const reader = readers.find((reader) => reader.job === job);
    if (reader !== undefined) Atomics.store(reader.gone, 0, 1);
    job.reject(reason);
  }

  function startWorker(reader: Reader): Worker {
    const worker = startThread("reader-thread", { file, gone: reader.gone });
    worker.on("message", (message: FromReader) => {
      const { job } = reader;
      reader.job = null;
      answer(message, job);
      startNext();
    });
    worker.on("error", (error) => {
      const { job } = reader;
      reader.worker = null;
      reader.job = null;
      answer(failureOf(error), job);
      startNext();
    });
    return worker;
  }

  function answer(message: FromReader, job: Job | null): void {
    switch (message.type) {
      case "answer":
        job?.resolve(JSON.parse(message.result) as Result<Found>);
        return;
      case "refused":
        onUnreadable(message.cause);
        job?.resolve({ ok: false, problem: message.problem });
        return;
      case "fault":
        job?.reject(message.error);
        return;
      default:
        message satisfies never;
    }
  }

  async function close(): Promise<void> {
    closed = true;
    const under = readers.flatMap(({ job }) => job ?? []);
    for (const { resolve } of [...waiting.splice(0), ...under]) {
      resolve(fail("stopping", "Nothing is read any more."));
    }
    for (const { gone } of readers) Atomics.store(gone, 0, 1);
    await Promise.all(readers.map(async ({ worker }) => worker?.terminate()));
  }

  return { ask, close };
}
