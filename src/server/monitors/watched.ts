import type { KeptMonitor, MonitorReads, Settlement, Span } from "../store/monitors.ts";
import { bucketAt, learntBuckets, widthOf } from "./bucket.ts";
import type { Inputs } from "./inputs.ts";
import { type ClosedBucket, createJudge } from "./judge.ts";
import type { Values } from "./promql.ts";
import { inSlices } from "./slices.ts";
import { NEW_STANDING, type Point, type Standing } from "./standing.ts";

/** Points of before it watched that are kept in one transaction: whoever posts an alert waits for that. */
const MOST_LEARNT = 500;

export interface WatchedParts {
  readonly reads: Pick<MonitorReads, "watched" | "firstNumbers">;
  readonly inputs: Pick<Inputs, "valuesOf" | "historyFrom">;
  /** When (ms since 1970) this watch began: what came before is known as far as somebody was there. */
  readonly begun: number;
  /** The bucket that was closed last before this watch began. */
  readonly closedBefore: number;
}

export type Watched = Awaited<ReturnType<typeof loadWatched>>;

/**
 * Whether numbers of before it watched may still be pushed to a monitor: until the bucket in which it was made is
 * closed, so that whoever has a history can teach it.
 */
export function takesHistory(monitor: KeptMonitor, last: number): boolean {
  const { input, since } = monitor;
  return input.type === "push" && last < bucketAt(since, widthOf(monitor));
}

/** A monitor that watches: it is taught again what it knew, and goes on from where it stood. */
export async function loadWatched(
  kept: KeptMonitor,
  { reads, inputs, begun, closedBefore }: WatchedParts,
) {
  const width = widthOf(kept);
  const judge = createJudge(kept, kept.id);
  /** Until when somebody was there before this watch began. */
  const thereUntil = closedBefore + 2 * width;
  let { standing } = kept;
  let ahead: ClosedBucket[] = [];
  let isLearning = true;
  await replay();

  return { kept, isDue, step, standing: () => standing };

  async function replay(): Promise<void> {
    const { position } = standing;
    if (position === null) return;
    const from = position - learntBuckets(kept) * width;
    const { points, spans } = await reads.watched(kept.id, from, position + 1);
    const wasOpen = openings(spans);
    await inSlices(withGaps(points, width, position), (point) =>
      judge.replay(point, wasOpen(point.time)),
    );
  }

  /** Whether there may be a bucket to judge; `last` is the last one that is closed. */
  function isDue(last: number): boolean {
    const { position } = standing;
    return ahead.length > 0 || position === null || position + width <= last;
  }

  /** The bucket to go on from. What lies further back than it learns from is passed over. */
  async function next(last: number): Promise<number> {
    const earliest = last - (learntBuckets(kept) - 1) * width;
    const { position } = standing;
    if (position !== null) return Math.max(position + width, earliest);
    if (kept.input.type !== "push") return inputs.historyFrom(kept, last, learntBuckets(kept));
    return takesHistory(kept, last)
      ? Infinity
      : ((await reads.firstNumbers(kept.id, earliest)) ?? Infinity);
  }

  /** Judges the next bucket, or learns from several of before it watched. Null where there is nothing to keep. */
  async function step(last: number): Promise<Settlement | null> {
    const before = standing;
    if (ahead.length === 0) {
      const from = await next(last);
      if (from > last) return null;
      const read = await readAhead(from, last);
      if (!read.ok) return read.trouble === before.trouble ? null : troubled(read.trouble);
    }
    const [first] = ahead;
    if (first === undefined) return null;
    return first.time < kept.since ? learn() : judgeOne(first);
  }

  /** Reads what is closed. A server that does not answer is asked again, until that is a silence. */
  async function readAhead(from: number, last: number): Promise<Values> {
    const count = (last - from) / width + 1;
    const read = await inputs.valuesOf(kept.id, kept, { from, width, count });
    const isPatient = from < kept.since || count < kept.silentAfter;
    if (!read.ok && isPatient) return read;
    ahead = Array.from({ length: count }, (_, index) => {
      const time = from + index * width;
      // Who asks a server for it learns what was while nobody was here.
      const isWatched = kept.input.type === "promql" || wasThere(time);
      const value = read.ok ? (read.values[index] ?? null) : null;
      return { time, value: isWatched || !isCounted() ? value : null, isWatched };
    });
    standing = { ...standing, trouble: read.ok ? null : read.trouble };
    return { ok: true, values: [] };
  }

  /** Whether somebody was there for the whole of a bucket that is judged. */
  function wasThere(time: number): boolean {
    return time < kept.since || time >= begun || time + width <= thereUntil;
  }

  /** Whether what came while nobody was there is missing from what is counted. */
  function isCounted(): boolean {
    const { input, aggregate } = kept;
    return input.type === "feed" || (input.type === "push" && aggregate === "sum");
  }

  async function learn(): Promise<Settlement> {
    const before = standing;
    const watchedFrom = ahead.findIndex(({ time }) => time >= kept.since);
    const count = watchedFrom < 0 ? ahead.length : watchedFrom;
    const learnt = ahead.splice(0, Math.min(MOST_LEARNT, count));
    const points: Point[] = [];
    await inSlices(learnt, (bucket) => {
      const judged = judge.learn(standing, bucket);
      points.push(judged.point);
      standing = judged.standing;
    });
    // Of what was before it watched nothing is open, and nothing silent.
    const { alert } = NEW_STANDING;
    const empty = standing.empty === null ? null : 0;
    return settlement(before, { ...standing, alert, empty, trouble: before.trouble }, points);
  }

  function judgeOne(bucket: ClosedBucket): Settlement {
    if (isLearning) judge.resume(standing);
    isLearning = false;
    ahead.shift();
    const before = standing;
    const judged = judge.judge(before, bucket);
    const settled = settlement(before, { ...judged.standing, trouble: before.trouble }, [
      judged.point,
    ]);
    return { ...settled, happenings: judged.happenings };
  }

  function troubled(trouble: string): Settlement {
    return settlement(standing, { ...standing, trouble }, []);
  }

  function settlement(before: Standing, after: Standing, points: readonly Point[]): Settlement {
    standing = after;
    const { id: monitor, revision } = kept;
    return { monitor, revision, from: before.position, standing, points, happenings: [] };
  }
}

/** Whether an alert was open after a bucket. Asked in the order of time. */
function openings(spans: readonly Span[]): (time: number) => boolean {
  const unusual = spans.filter(({ kind }) => kind === "unusual");
  let index = 0;
  return (time) => {
    while ((unusual[index]?.to ?? Infinity) <= time) index += 1;
    const span = unusual[index];
    return span !== undefined && span.from <= time;
  };
}

/** The points, and the buckets that nobody judged between them and after them, up to the last. */
function* withGaps(points: readonly Point[], width: number, last: number) {
  let next = points[0]?.time ?? Infinity;
  for (const { time, value } of points) {
    for (; next < time; next += width) yield { time: next, value: null };
    yield { time, value };
    next = time + width;
  }
  for (; next <= last; next += width) yield { time: next, value: null };
}
