import { setTimeout } from "node:timers/promises";
import type { Sample } from "../bench.ts";
import type { Ask } from "./admin.ts";

/** How often (ms) it is looked whether a backup has ended. */
const LOOK = 50;

interface Operation {
  readonly id: number;
  readonly state: string;
}

/** Makes one backup after the other for as long as that work lasts. */
export async function whileBackingUp(ask: Ask, work: () => Promise<Sample>): Promise<Sample> {
  const over = new AbortController();
  const backups = backUp(ask, over.signal);
  const sample = await work();
  over.abort();
  return { ...sample, "backups made": await backups };
}

/** One after the other until it is over, where the last is broken off. How many were made. */
async function backUp(ask: Ask, over: AbortSignal): Promise<number> {
  for (let made = 0; ; made += 1) {
    const { id } = await operationOf(ask("POST", "/api/backups"));
    for (let isCancelled = false; ; await setTimeout(LOOK)) {
      const { state } = await operationOf(ask("GET", `/api/operations/${id}`));
      if (state === "done") break;
      if (state === "cancelled") return made;
      if (state === "failed") throw new Error("A backup failed.");
      if (!over.aborted || isCancelled) continue;
      isCancelled = true;
      // Refused where it has ended since, which the next look tells.
      await ask("POST", `/api/operations/${id}/cancel`).catch(() => {});
    }
    if (over.aborted) return made + 1;
  }
}

async function operationOf(answered: Promise<unknown>): Promise<Operation> {
  return ((await answered) as { operation: Operation }).operation;
}
