import { setImmediate } from "node:timers/promises";
import type { Preview } from "../../protocol/monitors.ts";
import type { Result } from "../../domain/problem.ts";
import type { Clock } from "../outbound/clock.ts";
import type { Guard } from "../outbound/guard.ts";
import type { KeptMonitor, MonitorReads, MonitorWrites, Settlement } from "../store/monitors.ts";
import { Refusal } from "../store/refusal.ts";
import { bucketAt, lastClosed, widthOf } from "./bucket.ts";
import { createInputs } from "./inputs.ts";
import { createPreviews, type Previewed } from "./preview.ts";
import { stateOf } from "./standing.ts";
import { loadWatched, takesHistory, type Watched } from "./watched.ts";

/** Every bucket begins and ends with a minute. */
const MINUTE = 60_000;
/** How long (ms) a store that takes no writes is left alone. */
const AGAIN_AFTER = 1_000;
/** Points in one transaction: whoever posts an alert waits for it. */
const MOST_POINTS = 500;
/** Servers that are asked at once. */
const AT_ONCE = 8;

export interface WatchParts {
  readonly reads: MonitorReads;
  readonly writes: MonitorWrites;
  /** Whether it watches all monitors; else it only previews, since another node watches. */
  readonly isOnDuty?: boolean;
  readonly guard: Pick<Guard, "ask">;
  readonly clock: Clock;
  /** Told of a fault of the program, and of what the store refused to read. */
  readonly onFault: (error: unknown) => void;
}

/** Watches all monitors from now on until it is stopped: judges each bucket once, when it is closed. */
export function openWatch({ reads, writes, isOnDuty = true, guard, clock, onFault }: WatchParts) {
  const begun = clock.now();
  const inputs = createInputs({ reads, guard });
  // Whoever tries an expression again does not wait for a turn to be over.
  const previews = createPreviews({
    reads,
    inputs: createInputs({ reads, guard }),
    now: clock.now,
  });
  /** Null until they were read. */
  let kept: Map<number, KeptMonitor> | null = null;
  /** The bucket of each that was closed last before this watch began: nobody was there from then on. */
  const closedBefore = new Map<number, number>();
  const watching = new Map<number, Watched>();
  /** Those that are to be read anew; of each, why that is does not matter. */
  const changedSince = new Set<number>();
  /** Those that have a fault of the program: they are left alone until somebody changes them. */
  const broken = new Set<number>();
  /** Those that have yet to be taught again what they knew, the shortest buckets first: theirs are due soonest. */
  let untaught = new Map<number, KeptMonitor>();
  const stopping = new AbortController();
  let turning: Promise<void> | null = null;
  let teaching: Promise<void> | null = null;
  let isWanted = false;
  let cancel = () => {};

  wake();

  /** Takes a turn now, or another one after that under way. */
  function wake(): void {
    isWanted = true;
    if (turning !== null || stopping.signal.aborted || !isOnDuty) return;
    turning = turnWhileWanted().finally(() => {
      turning = null;
      if (isWanted) wake();
    });
  }

  async function turnWhileWanted(): Promise<void> {
    while (isWanted && !stopping.signal.aborted) {
      isWanted = false;
      const minute = bucketAt(clock.now(), MINUTE);
      await turn().catch(tell);
      // What was closed meanwhile is due already.
      isWanted ||= bucketAt(clock.now(), MINUTE) > minute;
    }
    cancel();
    if (!stopping.signal.aborted) cancel = clock.at(bucketAt(clock.now(), MINUTE) + MINUTE, wake);
  }

  /** What the store refuses to read is told of where it does, and is read in a minute. */
  function tell(error: unknown): void {
    if (!(error instanceof Refusal)) onFault(error);
  }

  async function turn(): Promise<void> {
    const monitors = await readKept();
    inputs.beginTurn();
    const now = clock.now();
    if (!(await closeBuckets(monitors, now))) return;
    teachOthers();
    // Those that could not go on, or are taught only now, go on together in the next turn.
    const left = new Set(untaught.keys());
    /** Those that learn in this turn. A thousand take minutes, for which nobody else waits. */
    const learners = new Set<number>();
    for (;;) {
      const due = [...monitors.values()].filter((monitor) => isDue(monitor, now, left));
      if (due.length === 0 || stopping.signal.aborted) return;
      const learning = due.filter(isLearning);
      for (const { id } of learning) learners.add(id);
      const judging = due.filter(({ id }) => !learners.has(id));
      // They judge together once all have learnt: what opens in one bucket is told as one.
      const going = [judging, learning].find(({ length }) => length > 0) ?? due;
      const most = going === learning ? AT_ONCE : Infinity;
      const settlements: Settlement[] = [];
      await atOnce(going, async (monitor) => {
        if (stopping.signal.aborted || settlements.length >= most) return;
        const settlement = await stepOf(monitor, now, left);
        if (settlement !== null) settlements.push(settlement);
      });
      if (!(await settle(settlements))) return;
      // What was closed meanwhile is judged before others learn.
      if (bucketAt(clock.now(), MINUTE) > bucketAt(now, MINUTE)) return;
      // Calls of others come in between.
      await setImmediate();
      await readKept();
    }
  }

  /** The monitors as they are now. */
  async function readKept(): Promise<ReadonlyMap<number, KeptMonitor>> {
    kept ??= await readAll();
    for (const id of changedSince) {
      // Whoever changes it while it is read has it read again.
      changedSince.delete(id);
      const monitor = await reads.monitor(id).catch((error: unknown) => {
        changedSince.add(id);
        throw error;
      });
      watching.delete(id);
      untaught.delete(id);
      broken.delete(id);
      if (monitor === null) kept.delete(id);
      else kept.set(id, monitor);
    }
    return kept;
  }

  async function readAll(): Promise<Map<number, KeptMonitor>> {
    const all = await reads.all();
    for (const { id, closed } of all) closedBefore.set(id, closed);
    untaught = new Map(
      all
        .filter(({ isEnabled, standing }) => isEnabled && standing.position !== null)
        .toSorted((one, other) => one.bucket - other.bucket)
        .map((monitor) => [monitor.id, monitor]),
    );
    return new Map(all.map((monitor) => [monitor.id, monitor]));
  }

  /** Numbers for what is judged now are late from here on. */
  async function closeBuckets(
    monitors: ReadonlyMap<number, KeptMonitor>,
    now: number,
  ): Promise<boolean> {
    const closings = [...monitors.values()]
      .filter(({ isEnabled }) => isEnabled)
      .map((monitor) => ({ monitor, time: lastClosed(now, widthOf(monitor)) }))
      .filter(({ monitor, time }) => !takesHistory(monitor, time))
      .map(({ monitor, time }) => ({ monitor: monitor.id, time }));
    if (closings.length === 0) return true;
    return (await persist(() => writes.close(closings))) !== null;
  }

  /** A thousand take minutes: those that have been taught are watched meanwhile, a turn each minute. */
  function teachOthers(): void {
    if (untaught.size === 0) return;
    teaching ??= teach()
      .catch(tell)
      .finally(() => {
        teaching = null;
        if (untaught.size === 0) wake();
      });
  }

  async function teach(): Promise<void> {
    for (const [id, monitor] of untaught) {
      if (stopping.signal.aborted) return;
      const watched = await guarded(id, () => load(monitor));
      // One that was changed meanwhile is read anew, in a turn.
      if (untaught.delete(id) && watched !== null) watching.set(id, watched);
    }
  }

  function isDue({ id, isEnabled }: KeptMonitor, now: number, left: ReadonlySet<number>): boolean {
    if (!isEnabled || left.has(id) || broken.has(id)) return false;
    const watched = watching.get(id);
    return watched === undefined || watched.isDue(lastClosed(now, widthOf(watched.kept)));
  }

  /** Whether what comes next is from before it watched: nothing is opened for that. */
  function isLearning({ id, since, standing, bucket }: KeptMonitor): boolean {
    const { position } = watching.get(id)?.standing() ?? standing;
    return position === null || position + widthOf({ bucket }) < since;
  }

  async function stepOf(
    monitor: KeptMonitor,
    now: number,
    left: Set<number>,
  ): Promise<Settlement | null> {
    const settlement = await guarded(monitor.id, async () => {
      const watched = watching.get(monitor.id) ?? (await load(monitor));
      watching.set(monitor.id, watched);
      const last = lastClosed(now, widthOf(monitor));
      return watched.isDue(last) ? watched.step(last) : null;
    });
    if (settlement === null || settlement.points.length === 0) left.add(monitor.id);
    return settlement;
  }

  function load(monitor: KeptMonitor): Promise<Watched> {
    const closed = closedBefore.get(monitor.id) ?? monitor.closed;
    return loadWatched(monitor, { reads, inputs, begun, closedBefore: closed });
  }

  /** What is wrong with one monitor must not stop the others. */
  async function guarded<T>(id: number, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal) throw error;
      broken.add(id);
      onFault(error);
      return null;
    }
  }

  /** False where it is to stop. What opens in one bucket is settled in one call, so that it can be told as one. */
  async function settle(settlements: readonly Settlement[]): Promise<boolean> {
    for (const group of groupsOf(settlements)) {
      const written = await persist(() => writes.settle(group, clock.now()));
      if (written === null) return false;
      for (const [index, { monitor }] of group.entries())
        if (written.value[index] !== true) changedSince.add(monitor);
    }
    return true;
  }

  /** Nothing that was learnt can be unlearnt: what cannot be written is written later. Null where it is to stop. */
  async function persist<T>(
    write: () => Promise<Result<T>>,
  ): Promise<{ readonly value: T } | null> {
    for (;;) {
      const written = await write();
      if (written.ok) return written;
      if (stopping.signal.aborted || written.problem.code === "stopping") return null;
      await passed(AGAIN_AFTER);
    }
  }

  async function passed(time: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = () => resolve();
    const cancelTimer = clock.at(clock.now() + time, end);
    stopping.signal.addEventListener("abort", end);
    await promise;
    cancelTimer();
    stopping.signal.removeEventListener("abort", end);
  }

  /** To be called after a monitor was made, changed or removed. */
  function changed(id: number): void {
    changedSince.add(id);
    wake();
  }

  function preview(asked: Previewed): Promise<Result<Preview>> {
    return previews.preview(asked);
  }

  /** How many monitors there are in each state. */
  function state(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const monitor of kept?.values() ?? []) {
      const standing = watching.get(monitor.id)?.standing() ?? monitor.standing;
      const name = stateOf(monitor, standing);
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  }

  /** Begins nothing any more, and resolves when what is under way has ended. */
  async function stop(): Promise<void> {
    stopping.abort();
    cancel();
    await turning;
    await teaching;
    await previews.stop();
    await reads.close();
  }

  return { changed, preview, state, stop };
}

/** First those in which something happens, together; then the others, in parts. */
function groupsOf(settlements: readonly Settlement[]): readonly (readonly Settlement[])[] {
  const eventful = settlements.filter(({ happenings }) => happenings.length > 0);
  const groups: Settlement[][] = eventful.length > 0 ? [eventful] : [];
  let points = MOST_POINTS;
  for (const settlement of settlements) {
    if (settlement.happenings.length > 0) continue;
    points += settlement.points.length + 1;
    if (points > MOST_POINTS) {
      groups.push([]);
      points = settlement.points.length;
    }
    groups.at(-1)?.push(settlement);
  }
  return groups;
}

/** Works on all of them, on a few at once. */
async function atOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
