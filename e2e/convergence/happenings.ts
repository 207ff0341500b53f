import { setTimeout as pause } from "node:timers/promises";
import { chance, integerBetween, pick, type Random } from "../../src/generator/random.ts";
import { SILENCE } from "../../src/protocol/frame.ts";
import type { Reader } from "./reader.ts";
import type { Run } from "./run.ts";
import { operate, post, someAlerts, someFilter } from "./sources.ts";
import type { World } from "./world.ts";

/** Something that may happen in a run, as often as its weight says. */
interface Happening {
  readonly weight: number;
  readonly happen: (run: Run) => Promise<unknown> | void;
}

/** What may happen there, weighed against each other in percent, more or less. */
export function happeningsIn({
  restarts,
  speed,
  purge,
}: World): readonly [Happening, ...Happening[]] {
  return [
    { weight: 18, happen: sourcesPost },
    { weight: 9, happen: ({ random, world }) => operate(world.url(), random) },
    { weight: purge === null ? 0 : 4, happen: ({ world }) => world.purge?.() },
    { weight: 27, happen: (run) => move(oneOf(run.random, run.readers), run.random) },
    { weight: 23, happen: breakConnections },
    { weight: 9, happen: mendConnections },
    // Time in which what is under way may arrive.
    { weight: 14, happen: ({ random }) => pause(integerBetween(random, 1, 60)) },
    // In real time it would take too long; there, honest.test.ts is about it.
    { weight: speed > 1 ? 0.2 : 0, happen: fallSilent },
    { weight: restarts * 0.1, happen: ({ world }) => world.restart() },
    { weight: restarts * 0.3, happen: crash },
    { weight: restarts * 0.6, happen: restore },
  ];
}

function sourcesPost({ random, world }: Run): Promise<unknown> {
  const most = chance(random, 0.05) ? 300 : 20;
  return post(world.url(), someAlerts(random, integerBetween(random, 1, most)));
}

/** What readers do. Whatever it leads to goes on while other things happen. */
function move(reader: Reader, random: Random): void {
  const ids = reader.feed.rows.ids();
  const id = pick(random, [ids[0] ?? 1, ...ids]);
  const moves = [
    () => reader.scroll("older"),
    () => reader.scroll("older"),
    () => reader.scroll("newer"),
    () => reader.scrollToTop(),
    () => reader.eye.look(id),
    () => reader.jump({}),
    () => reader.jump({ around: String(integerBetween(random, 1, ids[0] ?? 1)) }),
    () => reader.jump({ at: reader.feed.rows.row(id)?.receivedAt ?? "2026-01-01T00:00:00Z" }),
    () => reader.feed.jumpToOldest(),
    () => reader.jump({}, someFilter(random)),
    () => reader.jump({ around: String(id) }, someFilter(random)),
    () => reader.feed.bring(),
    () => reader.act(id, pick(random, ["acknowledge", "unacknowledge", "resolve"])),
    () => reader.act(id, pick(random, ["delete", "restore", "note"])),
    () => reader.network(pick(random, ["woken", "doubted"])),
  ] as const;
  void pick(random, moves)();
}

function breakConnections({ random, sockets, pages }: Run): void {
  const proxy = oneOf(random, [...sockets, pages]);
  const faults = [
    () => proxy.drop(),
    () => proxy.cut(),
    () => proxy.stall(),
    () => proxy.forget(),
    () => proxy.refuse(),
    () => proxy.delay(integerBetween(random, 1, 40)),
    () => proxy.lag(integerBetween(random, 20, 200)),
  ] as const;
  pick(random, faults)();
}

function mendConnections({ random, sockets, pages }: Run): void {
  oneOf(random, [...sockets, pages]).heal();
}

/** For so long that nobody may still say live, unless the machine stands still meanwhile. */
async function fallSilent({ sockets, world }: Run): Promise<void> {
  for (const socket of sockets) socket.stall();
  await pause((SILENCE * 2) / world.speed);
}

function crash(run: Run): Promise<void> {
  dropAll(run);
  return run.world.crash();
}

function restore(run: Run): Promise<void> {
  dropAll(run);
  return run.world.restore(pick(run.random, ["copy", "nothing"]));
}

function dropAll({ sockets, pages }: Run): void {
  for (const proxy of [...sockets, pages]) proxy.drop();
}

function oneOf<T>(random: Random, [first, ...others]: readonly T[]): T {
  if (first === undefined) throw new Error("There is nothing to choose from.");
  return pick(random, [first, ...others]);
}
