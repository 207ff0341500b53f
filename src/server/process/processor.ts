import { existsSync, readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import type { Fared, Threads } from "../webhooks/share.ts";

/** How long (ms) this thread has run. */
export function ranFor(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

const THREADS = "/proc/self/task";

/**
 * How the threads of the server have fared, but for those that are worth less than its first one to the system, as
 * this one is. Linux alone tells that; elsewhere there seem to be none.
 */
export function serverFared(): Threads {
  if (!existsSync(THREADS)) return new Map();
  const worth = os.getPriority(process.pid);
  return new Map(readdirSync(THREADS).flatMap((name) => faredOf(Number(name), worth)));
}

/** Of the kernel's sched-stats: ns that it ran, and ns that it was ready to run and waited. */
function faredOf(thread: number, worth: number): [id: number, Fared][] {
  try {
    if (os.getPriority(thread) > worth) return [];
    const text = readFileSync(`${THREADS}/${thread}/schedstat`, "utf8");
    const [ran = "0", waited = "0"] = text.split(" ");
    return [[thread, { ran: Number(ran) / 1_000_000, waited: Number(waited) / 1_000_000 }]];
  } catch {
    // It has ended meanwhile, or this system does not say.
    return [];
  }
}
