import { setTimeout as pause } from "node:timers/promises";
import { integerBetween, pick, type Random } from "../../src/generator/random.ts";
import type { FaultProxy } from "../convergence/fault-proxy.ts";
import type { App } from "../support/app.ts";
import { PLAN } from "./plan.ts";

/** Longest time (ms) between two faults of the network, and that one lasts. */
const [CALM, FAULT] = [8_000, 3_000];

/** A bad network, all day long. */
export async function breakNetwork(
  proxy: FaultProxy,
  random: Random,
  over: AbortSignal,
): Promise<void> {
  while (!over.aborted) {
    await pause(random() * CALM, null, { signal: over }).catch(() => {});
    pick(random, [
      () => proxy.drop(),
      () => proxy.cut(),
      () => proxy.stall(),
      () => proxy.forget(),
      () => proxy.refuse(),
      () => proxy.delay(integerBetween(random, 20, 300)),
    ] as const)();
    await pause(random() * FAULT, null, { signal: over }).catch(() => {});
    proxy.heal();
  }
}

/** Kills the server at its times and starts it again. Gives how long (ms) the slowest start took. */
export async function kill(
  app: App,
  environment: NodeJS.ProcessEnv,
  begun: number,
  over: AbortSignal,
): Promise<number> {
  let slowest = 0;
  for (const part of PLAN.kills) {
    const left = Math.max(0, begun + part * PLAN.length - performance.now());
    await pause(left, null, { signal: over }).catch(() => {});
    if (over.aborted) break;
    await app.kill();
    const asked = performance.now();
    await app.start(environment);
    slowest = Math.max(slowest, performance.now() - asked);
  }
  return slowest;
}
