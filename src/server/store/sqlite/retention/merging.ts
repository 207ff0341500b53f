import { setTimeout } from "node:timers/promises";
import type { Merged } from "./merge-search.ts";
import type { Result } from "../../../../domain/problem.ts";
import type { Writer } from "../threads/writer.ts";

/** Pages of the index of the search that are merged in one step: some milliseconds of the writer's time. */
const PAGES = 64;
/** How much longer than a step the pause after it is, as in a purge. */
const PAUSE = 19;

/**
 * Merges what was removed for good out of the index of the search, between what others write. Where the file
 * refuses a step it is begun anew with the next removal, or when the store is opened.
 */
export function createMerging(write: Writer["write"]) {
  const over = new AbortController();
  let isWanted = false;
  let merging: Promise<void> | null = null;

  /** What is under way may have looked for the last time: then it is done once more. */
  function begin(): void {
    isWanted = true;
    merging ??= mergeWhileWanted().finally(() => (merging = null));
  }

  async function mergeWhileWanted(): Promise<void> {
    while (isWanted && !over.signal.aborted) {
      isWanted = false;
      await merge();
    }
  }

  async function merge(): Promise<void> {
    let of: string | null = null;
    while (!over.signal.aborted) {
      const begun = performance.now();
      const step: Result<Merged> = await write("mergeSearch", { pages: PAGES, of });
      if (!step.ok) return;
      if (step.value.of === null) break;
      // Once more from the start, for what was removed meanwhile.
      of = step.value.isDone ? null : step.value.of;
      await pause((performance.now() - begun) * PAUSE);
    }
    if (!over.signal.aborted) await write("emptyLog", undefined);
  }

  async function pause(ms: number): Promise<void> {
    await setTimeout(ms, undefined, { signal: over.signal, ref: false }).catch(() => {});
  }

  async function stop(): Promise<void> {
    over.abort();
    await merging;
  }

  return { begin, stop };
}
