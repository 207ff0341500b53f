import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { entryUrl } from "./entry.ts";

/**
 * What the young objects of the thread may take (MiB). V8 would let them have 96 and keeps what it
 * once had; the writer makes only what one group of commands needs, and that dies young in this much.
 */
const YOUNG_GENERATION = 16;

export interface WriterOptions {
  /** How long (ms) a write waits for another process that holds the file. */
  readonly busyTimeout?: number;
  /** How many pages (of 4 KiB) the file may have. */
  readonly maxPages?: number;
  /** Whether another server may run on the file. */
  readonly isShared?: boolean;
}

/** The thread that writes, while it opens and migrates the file. */
export interface WriterOpening {
  readonly worker: Worker;
  /** Rejects with what kept it from the file. */
  readonly opened: Promise<unknown>;
}

/** The thread that writes, while it is loaded: it touches no file. */
export interface WriterLoading {
  /** To be called once. */
  readonly open: (file: string, options?: WriterOptions) => WriterOpening;
}

/**
 * Starts the thread that owns the one connection that writes. This file imports next to nothing, so
 * that the thread is loaded and opens the database while the rest of the server is still being loaded.
 */
export function loadWriter(): WriterLoading {
  const worker = new Worker(entryUrl("writer-thread"), {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION },
  });
  return {
    open(file, options = {}) {
      worker.postMessage({ file, ...options });
      // Its first word is that it is ready; `once` rejects with what kept it from that.
      const opened = once(worker, "message");
      // Who awaits it hears of it; until then it is no unhandled rejection.
      opened.catch(() => {});
      return { worker, opened };
    },
  };
}
