import { fail, ok, type Result } from "../../domain/problem.ts";
import type { Preview } from "../../protocol/monitors.ts";
import { SENSITIVITIES } from "../monitor/rule.ts";
import type { MonitorReads, MonitorSettings } from "../store/monitors.ts";
import { bucketAt, lastClosed, MOST_PREVIEWED, previewedBuckets, widthOf } from "./bucket.ts";
import type { Inputs } from "./inputs.ts";
import { type ClosedBucket, createJudge } from "./judge.ts";
import { type Numbers, numbersOf, together, valueOf } from "./numbers.ts";
import { MOST_SHOWN, thinned } from "./shown.ts";
import { inSlices } from "./slices.ts";
import { type Happening, NEW_STANDING, type Point } from "./standing.ts";

/** Previews that may wait for the one under way. */
const MOST_WAITING = 8;

/** What is to be previewed: on those points (time in ms, value), else on what there is of its input. */
export interface Previewed {
  readonly settings: MonitorSettings;
  readonly points: readonly (readonly [time: number, value: number])[] | null;
}

export interface PreviewParts {
  readonly reads: Pick<MonitorReads, "all" | "watched">;
  readonly inputs: Inputs;
  readonly now: () => number;
}

/** Says what monitors would have opened, one after the other: each is some seconds of work at most. */
export function createPreviews({ reads, inputs, now }: PreviewParts) {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let isStopped = false;

  /** `operation-running` where too many wait; `invalid-body` where the points or the input are no good. */
  async function preview(asked: Previewed): Promise<Result<Preview>> {
    if (isStopped) return fail("stopping", "Nothing is previewed any more.");
    if (waiting >= MOST_WAITING)
      return fail("operation-running", "Other previews are under way; try again.");
    waiting += 1;
    const turn = last.then(() => previewNow(asked)).finally(() => (waiting -= 1));
    last = turn.catch(() => {});
    return turn;
  }

  async function previewNow({ settings, points }: Previewed): Promise<Result<Preview>> {
    inputs.beginTurn();
    const buckets = points === null ? await bucketsOf(settings) : bucketsIn(settings, points);
    return buckets.ok ? judged(settings, buckets.value, () => isStopped) : buckets;
  }

  async function bucketsOf(settings: MonitorSettings): Promise<Result<readonly ClosedBucket[]>> {
    if (settings.input.type === "push") return ok(await keptBuckets(settings));
    const width = widthOf(settings);
    const last = lastClosed(now(), width);
    const from = await inputs.historyFrom(settings, last, previewedBuckets(settings));
    const count = (last - from) / width + 1;
    const read = await inputs.valuesOf(null, settings, { from, width, count });
    if (!read.ok) return fail("invalid-body", `input: ${read.trouble}`);
    const buckets = read.values.map((value, index) => closedBucket(from + index * width, value));
    // Before the first there was nobody who measured.
    return ok(
      buckets.slice(
        Math.max(
          0,
          buckets.findIndex(({ value }) => value !== null),
        ),
      ),
    );
  }

  /** Pushed numbers are not kept, but the points of a monitor that watches the same are. */
  async function keptBuckets(settings: MonitorSettings): Promise<readonly ClosedBucket[]> {
    const { input, bucket, aggregate } = settings;
    const same = (await reads.all()).find(
      (kept) =>
        kept.bucket === bucket &&
        kept.aggregate === aggregate &&
        JSON.stringify(kept.input) === JSON.stringify(input),
    );
    if (same === undefined) return [];
    const { points } = await reads.watched(
      same.id,
      now() - previewedBuckets(settings) * bucket * 1000,
      now(),
    );
    return points.map(({ time, value }) => closedBucket(time, value));
  }

  async function stop(): Promise<void> {
    isStopped = true;
    await last;
  }

  return { preview, stop };
}

/** The points that were given, in buckets. */
function bucketsIn(
  settings: MonitorSettings,
  points: readonly (readonly [time: number, value: number])[],
): Result<readonly ClosedBucket[]> {
  const width = widthOf(settings);
  const all = new Map<number, Numbers>();
  let [first, last] = [Infinity, -Infinity];
  for (const [time, value] of points) {
    const bucket = bucketAt(time, width);
    const before = all.get(bucket);
    const numbers = numbersOf(value, time);
    all.set(bucket, before === undefined ? numbers : together(before, numbers));
    [first, last] = [Math.min(first, bucket), Math.max(last, bucket)];
  }
  const count = points.length === 0 ? 0 : (last - first) / width + 1;
  if (count > MOST_PREVIEWED)
    return fail(
      "invalid-body",
      `points: they are in ${count} buckets, of ${MOST_PREVIEWED} at most`,
    );
  const nothing = settings.aggregate === "sum" ? 0 : null;
  return ok(
    Array.from({ length: count }, (_, index) => {
      const time = first + index * width;
      const numbers = all.get(time);
      return closedBucket(
        time,
        numbers === undefined ? nothing : valueOf(settings.aggregate, numbers),
      );
    }),
  );
}

function closedBucket(time: number, value: number | null): ClosedBucket {
  return { time, value, isWatched: true };
}

/** What a monitor makes of buckets that begin with the first. Seeded as the first monitor is. */
async function judged(
  settings: MonitorSettings,
  buckets: readonly ClosedBucket[],
  isStopped: () => boolean,
): Promise<Result<Preview>> {
  const judge = createJudge(settings, 1);
  const points: Point[] = [];
  const happenings: Happening[] = [];
  let standing = NEW_STANDING;
  await inSlices(until(buckets, isStopped), (bucket) => {
    const judged = judge.judge(standing, bucket);
    ({ standing } = judged);
    points.push(judged.point);
    happenings.push(...judged.happenings);
  });
  if (isStopped()) return fail("stopping", "Nothing is previewed any more.");
  return ok({
    points: thinned(points, MOST_SHOWN).map(shownPoint),
    threshold: SENSITIVITIES[settings.sensitivity],
    spans: spansOf(happenings),
    progress: standing.progress,
  });
}

function* until<T>(items: Iterable<T>, isStopped: () => boolean): Iterable<T> {
  for (const item of items) {
    if (isStopped()) return;
    yield item;
  }
}

/** A point as people are shown it. */
export function shownPoint({ time, value, expected, score }: Point) {
  return { time: new Date(time).toISOString(), value, expected, score };
}

function spansOf(happenings: readonly Happening[]): Preview["spans"] {
  const spans: Preview["spans"] = [];
  const open = new Map<Happening["kind"], Preview["spans"][number]>();
  for (const happening of happenings) {
    const time = new Date(happening.bucket).toISOString();
    if (happening.type === "opened") {
      const span = { from: time, to: null, title: happening.title, closing: null };
      open.set(happening.kind, span);
      spans.push(span);
    } else {
      const span = open.get(happening.kind);
      if (span !== undefined) Object.assign(span, { to: time, closing: happening.note });
    }
  }
  return spans;
}
