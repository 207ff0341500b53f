import { expect, test } from "vitest";
import { startWorld } from "./in-process.fixture.ts";
import { converge } from "./run.ts";

/**
 * After any run of posts, actions, moves and faults, every reader has before them what a fresh page
 * shows. A run that fails names its seed, which fixes what happens in which order, not how long the
 * machine takes for it. SEED=n in the environment runs it again, after those that shared its
 * database before it. THOROUGH=1 runs many more.
 */
const { SEED, THOROUGH } = process.env;
const RUNS = THOROUGH === "1" ? 5_000 : 100;
/** Runs that share a server, one after the other. */
const TOGETHER = 25;
/** So many times as fast as the real one: a silent connection is dead after 0.6 s. */
const SPEED = 50;

const last = SEED === undefined ? RUNS : Number(SEED);
const first = SEED === undefined ? 1 : last - ((last - 1) % TOGETHER);

/** Each part is a test file, since runs mostly wait: files run beside each other, tests do not. */
export function testSeeds(part: number, parts: number): void {
  let isEmpty = true;
  for (let from = first; from <= last; from += TOGETHER) {
    if (((from - 1) / TOGETHER) % parts !== part - 1) continue;
    testStretch(from);
    isEmpty = false;
  }
  // A file without a test fails.
  if (isEmpty) test.skip("the seed is in another part", () => {});
}

function testStretch(from: number): void {
  const to = Math.min(from + TOGETHER - 1, last);
  test(`seeds ${from} to ${to} converge`, { timeout: 900_000 }, async () => {
    const world = await startWorld(SPEED);
    try {
      for (let seed = from; seed <= to; seed++) {
        await expect(converge(seed, world), `SEED=${seed}`).resolves.toBeUndefined();
      }
    } finally {
      await world.stop();
    }
  });
}
