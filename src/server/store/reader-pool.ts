import { Worker } from "node:worker_threads";
import type { Page } from "../../shared/page.ts";
import { fail, type Result } from "../../shared/problem.ts";
import type { Timeline } from "../../shared/timeline.ts";
import type { FromReader, Query, ToReader } from "./reader-thread.ts";
import { threadUrl } from "./thread-url.ts";

/** Longest that one query may run (ms). */
const QUERY_TIME = 5_000;
/** More waiting queries than this are refused rather than answered too late to be of use. */
const MAX_WAITING = 200;

interface Job {
  readonly message: ToReader;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (result: Result<Page | Timeline>) => void;
  readonly reject: (error: unknown) => void;
}

interface Reader {
  readonly worker: Worker;
  readonly gone: Int32Array;
  job: Job | null;
}

export type ReaderPool = ReturnType<typeof startReaderPool>;

/** Threads that run queries which can scan, one at a time each, so that the feed never waits. */
export function startReaderPool(file: string, threads: number) {
  const waiting: Job[] = [];
  const readers = Array.from({ length: threads }, startReader);
  let ticket = 0;

  /** Answers with `query-timeout` at the deadline, rejects when the signal fires. */
  function ask(query: Query, signal?: AbortSignal): Promise<Result<Page | Timeline>> {
    return new Promise((resolve, reject) => {
      if (waiting.length >= MAX_WAITING) {
        resolve(fail("store-busy", "Too many searches are waiting; try again."));
        return;
      }
      ticket = (ticket + 1) & 0x7fffffff;
      const message = { ticket, query, time: QUERY_TIME };
      const job: Job = { message, signal, resolve, reject };
      signal?.addEventListener("abort", () => forget(job), { once: true });
      waiting.push(job);
      startNext();
    });
  }

  function startNext(): void {
    const reader = readers.find(({ job }) => job === null);
    if (reader === undefined) return;
    const job = waiting.shift();
    if (job === undefined) return;
    reader.job = job;
    reader.worker.postMessage(job.message);
  }

  function forget(job: Job): void {
    const at = waiting.indexOf(job);
    if (at >= 0) waiting.splice(at, 1);
    const reader = readers.find((reader) => reader.job === job);
    if (reader !== undefined) Atomics.store(reader.gone, 0, job.message.ticket);
    job.reject(job.signal?.reason);
  }

  function startReader(): Reader {
    const gone = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(threadUrl("reader-thread"), { workerData: { file, gone } });
    const reader: Reader = { worker, gone, job: null };
    worker.on("message", (message: FromReader) => {
      const job = reader.job;
      reader.job = null;
      if (message.type === "answer") job?.resolve(message.result);
      else job?.reject(message.error);
      startNext();
    });
    worker.on("error", (error) => {
      reader.job?.reject(error);
      const at = readers.indexOf(reader);
      if (at >= 0) readers[at] = startReader();
    });
    return reader;
  }

  async function close(): Promise<void> {
    await Promise.all(readers.map(({ worker }) => worker.terminate()));
  }

  return { ask, close };
}
