import { closeSync, existsSync, openSync, readdirSync, readSync } from "node:fs";
import os from "node:os";
import type { Fared, Threads } from "../webhooks/share.ts";

/** How long (ms) this thread has run. */
export function ranFor(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

const THREADS = "/proc/self/task";
/** How long (ms) it is taken for known which threads there are, and what each is worth. */
const KNOWN_FOR = 1_000;
/** Longer than the kernel's three numbers ever are (bytes). */
const LONGEST = 100;

/**
 * Tells, as often as it is asked, how the threads of the server have fared, but for those that are worth less than its
 * first one to the system, as this one is. Linux alone tells that; elsewhere there seem to be none. Their files stay
 * open meanwhile: it is asked while a processor is what the server lacks. The system closes them with the thread.
 */
export function watchServer(now: () => number): () => Threads {
  const text = Buffer.alloc(LONGEST);
  let files: readonly (readonly [thread: number, file: number])[] = [];
  let openedAt = -Infinity;

  function serverFared(): Threads {
    if (now() - openedAt >= KNOWN_FOR) openAnew();
    return new Map(files.flatMap(([thread, file]) => faredOf(thread, file)));
  }

  function openAnew(): void {
    for (const [, file] of files) closeSync(file);
    files = existsSync(THREADS) ? openFiles() : [];
    openedAt = now();
  }

  /** Of the kernel's sched-stats: ns that it ran, and ns that it was ready to run and waited. */
  function faredOf(thread: number, file: number): [id: number, Fared][] {
    try {
      const length = readSync(file, text, 0, LONGEST, 0);
      const [ran = "0", waited = "0"] = text.toString("latin1", 0, length).split(" ");
      return [[thread, { ran: Number(ran) / 1_000_000, waited: Number(waited) / 1_000_000 }]];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  }

  return serverFared;
}

function openFiles(): (readonly [thread: number, file: number])[] {
  const worth = os.getPriority(process.pid);
  return readdirSync(THREADS)
    .map(Number)
    .flatMap((thread) => {
      try {
        if (os.getPriority(thread) > worth) return [];
        return [[thread, openSync(`${THREADS}/${thread}/schedstat`, "r")] as const];
      } catch {
        // It has ended meanwhile, or this system does not say.
        return [];
      }
    });
}
