import { Worker } from "node:worker_threads";
import { entryUrl } from "./entry.ts";

/**
 * What a thread's young objects may take (MiB). V8 would let them have 96 and keeps what it once
 * had; the writer makes only what one group of commands needs, and that dies young in this much, too.
 */
const YOUNG_GENERATION = 16;

export function startThread(name: "writer-thread", workerData: unknown): Worker {
  return new Worker(entryUrl(name), {
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION },
  });
}
