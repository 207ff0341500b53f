import type { Pairs } from "../../domain/alert.ts";
import { fail, ok, type Problem, type ProblemCode, type Result } from "../../domain/problem.ts";
import type { MetricsReceived } from "../../protocol/monitors.ts";
import { LARGEST_VALUE } from "../monitor/detector.ts";
import type { BucketNumbers, KeptMonitor, Monitors } from "../store/monitors.ts";
import { bucketAt, widthOf } from "./bucket.ts";
import { numbersOf, together } from "./numbers.ts";

/** A number that somebody pushed. `time` in ms since 1970. */
export interface Pushed {
  readonly name: string;
  readonly labels: Pairs;
  readonly time: number;
  readonly value: number;
}

/** How far (ms) the clock of a sender may be ahead of ours. */
const AHEAD = 300_000;
/** Names that are said to be watched by nobody; a sender with many learns enough from the first. */
const MOST_UNWATCHED = 20;

interface Watcher {
  readonly id: number;
  readonly labels: Pairs;
  readonly width: number;
}

export interface MetricsIntakeParts {
  readonly monitors: Pick<Monitors, "all" | "push">;
  /** In ms since 1970. */
  readonly now: () => number;
}

export type MetricsIntake = Awaited<ReturnType<typeof openMetricsIntake>>;

/** Takes pushed numbers for whoever watches them. */
export async function openMetricsIntake({ monitors, now }: MetricsIntakeParts) {
  let watchers = watchersOf(await monitors.all());
  /** How often they were asked for again, and which of these was the latest to be answered. */
  let [asked, known] = [0, 0];

  /** To be called after a monitor was made, changed or removed, before that is answered. */
  async function changed(): Promise<void> {
    asked += 1;
    const mine = asked;
    const all = await monitors.all();
    // Whoever asked later may have been answered first, and knows more.
    if (mine < known) return;
    known = mine;
    watchers = watchersOf(all);
  }

  /** The numbers of a body in its order, each of which was readable or not. */
  async function take(items: readonly Result<Pushed>[]): Promise<Result<MetricsReceived>> {
    const latest = now() + AHEAD;
    const rejected = new Map<number, Problem>();
    const unwatched = new Set<string>();
    const folds = createFolds();
    for (const [index, item] of items.entries()) {
      const problem = item.ok ? faultOf(item.value, latest) : item.problem;
      if (problem !== null) rejected.set(index, problem);
      else if (item.ok && !fold(item.value, index)) unwatched.add(item.value.name);
    }
    const pushed = folds.all();
    if (pushed.length > 0) {
      const kept = await monitors.push(pushed.map(({ numbers }) => numbers));
      if (!kept.ok) return kept;
      for (const index of lateOnes(
        pushed.map(({ of }) => of),
        kept.value,
      ))
        rejected.set(index, problemOf("number-too-old", "time: its bucket is over"));
    }
    return ok({
      accepted: items.length - rejected.size,
      rejected: [...rejected]
        .sort(([one], [other]) => one - other)
        .map(([index, { code, detail }]) => ({ index, code, detail })),
      ...(unwatched.size === 0 ? {} : { unwatched: [...unwatched].slice(0, MOST_UNWATCHED) }),
    });

    /** Whether anybody watches it. */
    function fold(number: Pushed, index: number): boolean {
      const watching = (watchers.get(number.name) ?? []).filter((watcher) =>
        hasLabels(number.labels, watcher.labels),
      );
      for (const { id, width } of watching)
        folds.add(id, bucketAt(number.time, width), number, index);
      return watching.length > 0;
    }
  }

  return { changed, take };
}

function faultOf({ time, value }: Pushed, latest: number): Problem | null {
  if (!(Math.abs(value) <= LARGEST_VALUE))
    return problemOf("invalid-number", `value: must be a number up to ${LARGEST_VALUE}`);
  if (time > latest) return problemOf("number-too-new", "time: more than 5 minutes from now");
  return null;
}

function problemOf(code: ProblemCode, detail: string): Problem {
  return fail(code, detail).problem;
}

function hasLabels(labels: Pairs, wanted: Pairs): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => Object.hasOwn(labels, name) && labels[name] === value,
  );
}

function watchersOf(monitors: readonly KeptMonitor[]): ReadonlyMap<string, readonly Watcher[]> {
  const watchers = new Map<string, Watcher[]>();
  for (const { id, input, isEnabled, ...cut } of monitors) {
    if (input.type !== "push" || !isEnabled) continue;
    const same = watchers.get(input.name) ?? [];
    same.push({ id, labels: input.labels ?? {}, width: widthOf(cut) });
    watchers.set(input.name, same);
  }
  return watchers;
}

/** The numbers of a body for one bucket of one monitor, and which of the body they are. */
interface Folded {
  numbers: BucketNumbers;
  readonly of: number[];
}

/** Ten thousand numbers for one bucket are one row to write. */
function createFolds() {
  const folds = new Map<number, Map<number, Folded>>();
  return {
    add(monitor: number, time: number, number: Pushed, index: number): void {
      const buckets = folds.get(monitor) ?? new Map<number, Folded>();
      folds.set(monitor, buckets);
      const numbers = numbersOf(number.value, number.time);
      const folded = buckets.get(time);
      if (folded === undefined) {
        buckets.set(time, { numbers: { ...numbers, monitor, time }, of: [index] });
      } else {
        folded.numbers = { ...together(folded.numbers, numbers), monitor, time };
        folded.of.push(index);
      }
    },
    all: (): readonly Folded[] => [...folds.values()].flatMap((buckets) => [...buckets.values()]),
  };
}

/** Those that nobody took: a number is late when its bucket is closed for all who watch it. */
function lateOnes(
  folded: readonly (readonly number[])[],
  kept: readonly boolean[],
): readonly number[] {
  const taken = new Set(folded.flatMap((of, index) => (kept[index] === true ? of : [])));
  return [...new Set(folded.flat())].filter((index) => !taken.has(index));
}
