import { Worker } from "node:worker_threads";

/**
 * What a thread's young objects may take (MiB). V8 would let them have 96 and keeps what it once
 * had; a thread of the store makes only what one group of commands or one query needs, and that dies
 * young in this much, too.
 */
const YOUNG_GENERATION = 16;

/** Starts a thread: its file lies beside this one as source, beside the built server as an entry. */
export function startThread(name: "writer-thread" | "reader-thread", workerData: unknown): Worker {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new Worker(new URL(`./${name}.${extension}`, import.meta.url), {
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION },
  });
}
