import { setTimeout as pause } from "node:timers/promises";
import {
  integerBetween,
  pickWeighted,
  type Random,
  seededRandom,
} from "../../src/generator/random.ts";
import { FaultProxy } from "./fault-proxy.ts";
import { faultOf } from "./fresh.ts";
import { happeningsIn } from "./happenings.ts";
import { readPagesThrough } from "./pages-through.ts";
import { Reader } from "./reader.ts";
import { post, someAlerts, someFilter } from "./sources.ts";
import type { World } from "./world.ts";

const READERS = 3;
const STEPS = 16;
/**
 * Time (ms) within which all is as it should be, once nothing happens any more: to end what never
 * is, not to measure.
 */
const SETTLE_WITHIN = 60_000;
/** How often (ms) it is looked whether it is. */
const LOOK = 20;

/** One run: the readers, and the bad networks that their sockets and their pages come through. */
export interface Run {
  readonly random: Random;
  readonly world: World;
  readonly readers: readonly Reader[];
  readonly sockets: readonly FaultProxy[];
  readonly pages: FaultProxy;
  /** Reads pages from nowhere any more. */
  readonly stopReading: () => void;
}

/**
 * Lets sources post, operators act and readers read while connections break, as the seed says, then
 * lets everything come to rest. Rejects unless every reader then has before them what the server
 * has, and never said that it is live when it was not.
 */
export async function converge(seed: number, world: World): Promise<void> {
  const random = seededRandom(seed);
  await post(world.url(), someAlerts(random, integerBetween(random, 1, 120)));
  world.backUp();
  const run = await begin(seed, random, world);
  try {
    const happenings = happeningsIn(world);
    for (let i = 0; i < STEPS; i++) await pickWeighted(random, happenings).happen(run);
    heal(run);
    // In real time, readers look at the page again rather than wait until it calls by itself.
    if (world.speed === 1) for (const reader of run.readers) reader.network("woken");
    for (const reader of run.readers) await untilFresh(reader, world);
    for (const reader of run.readers) await untilFresh(reader, world, () => isAtHead(reader));
    for (const { longestLie } of run.readers) {
      if (longestLie > 0) throw new Error(`A reader said live for ${longestLie} ms too long`);
    }
  } finally {
    await end(run);
  }
}

async function begin(seed: number, random: Random, world: World): Promise<Run> {
  const target = (): number => Number(new URL(world.url()).port);
  const pages = await FaultProxy.start(target);
  const stopReading = readPagesThrough(pages.url);
  const sockets = await Promise.all(
    Array.from({ length: READERS }, () => FaultProxy.start(target)),
  );
  const readers = await Promise.all(
    sockets.map((socket, i) => {
      // How often it is asked depends on the machine, so that it is none of what the seed fixes.
      const clock = { speed: world.speed, random: seededRandom(seed * READERS + i) };
      return Reader.open(socket, someFilter(random), clock);
    }),
  );
  return { random, world, readers, sockets, pages, stopReading };
}

function heal({ sockets, pages }: Run): void {
  for (const proxy of [...sockets, pages]) proxy.heal();
}

async function untilFresh(reader: Reader, world: World, isThere = () => true): Promise<void> {
  const deadline = performance.now() + SETTLE_WITHIN;
  for (;;) {
    // Also on the way there, what has failed is tried again.
    const isDone = [isThere(), reader.isAtRest()].every(Boolean);
    const fault = isDone ? await faultOf(reader, world.url()) : reader.whatIsUnderWay();
    if (fault === null) return;
    if (performance.now() > deadline) {
      throw new Error(`A reader of ${JSON.stringify(reader.feed.filter())} is wrong: ${fault}`);
    }
    await pause(LOOK);
  }
}

/** Scrolls on towards it, as long as the reader is not. */
function isAtHead(reader: Reader): boolean {
  const { newer, waiting } = reader.feed.extent();
  if (!newer && waiting.arrived + waiting.returned === 0) return true;
  reader.scrollToTop();
  return false;
}

async function end(run: Run): Promise<void> {
  heal(run);
  for (const reader of run.readers) reader.close();
  run.stopReading();
  await Promise.all([run.pages, ...run.sockets].map((proxy) => proxy.close()));
}
