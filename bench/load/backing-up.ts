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
  await using _ = keepBackingUp(ask);
  return await work();
}

export interface BackingUp extends AsyncDisposable {
  /** How many have come to their end. */
  readonly made: () => number;
}

/** Makes one backup after the other until it is disposed of, which breaks off the last. */
export function keepBackingUp(ask: Ask): BackingUp {
  const over = new AbortController();
  let made = 0;
  const backups = backUp(ask, over.signal, () => (made += 1));
  // It is told of by whoever waits for the end.
  backups.catch(() => {});
  return {
    made: () => made,
    [Symbol.asyncDispose]: async () => {
      over.abort();
      await backups;
    },
  };
}

async function backUp(ask: Ask, over: AbortSignal, onMade: () => void): Promise<void> {
  while (!over.aborted) {
    const { id } = await operationOf(ask("POST", "/api/backups"));
    for (let isCancelled = false; ; await setTimeout(LOOK)) {
      const { state } = await operationOf(ask("GET", `/api/operations/${id}`));
      if (state === "done") break;
      if (state === "cancelled") return;
      if (state === "failed") throw new Error("A backup failed.");
      if (!over.aborted || isCancelled) continue;
      isCancelled = true;
      // Refused where it has ended since, which the next look tells.
      await ask("POST", `/api/operations/${id}/cancel`).catch(() => {});
    }
    onMade();
  }
}

async function operationOf(answered: Promise<unknown>): Promise<Operation> {
  return ((await answered) as { operation: Operation }).operation;
}
