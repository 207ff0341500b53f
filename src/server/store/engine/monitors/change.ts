import { bucketAt, lastClosed, learntBuckets, widthOf } from "../../../monitors/bucket.ts";
import {
  NEW_STANDING,
  SPAN_KINDS,
  type SpanKind,
  type Standing,
} from "../../../monitors/standing.ts";
import type { KeptMonitor, MonitorSettings } from "../../monitors.ts";
import type { Closed } from "./spans.ts";

/** From where a monitor watches, and where it stands. */
export type Course = Pick<KeptMonitor, "standing" | "since" | "closed">;

/** What becomes of a monitor whose settings are changed. */
export interface Changed {
  readonly course: Course;
  /** Its alerts that are closed by that, where they are open. */
  readonly closed: readonly Closed[];
  /** What is forgotten of what it watched: all, or the numbers that have yet to be judged. */
  readonly forgotten: "all" | "numbers" | "nothing";
}

/** A monitor that begins to watch. What it learns from before may still be told it. */
export function begun(settings: MonitorSettings, now: number): Course {
  const width = widthOf(settings);
  const closed = lastClosed(now, width) - learntBuckets(settings) * width;
  return { standing: NEW_STANDING, since: now, closed };
}

export function changeOf(
  before: KeptMonitor,
  change: Partial<MonitorSettings>,
  now: number,
): Changed {
  const after: MonitorSettings = { ...before, ...change };
  const { standing, since, closed } = before;
  if (!isSameSeries(before, after))
    return {
      course: begun(after, now),
      closed: endOf(before, SPAN_KINDS, "It watches otherwise now", now),
      forgotten: "all",
    };
  if (after.isEnabled && !before.isEnabled) {
    const width = widthOf(after);
    const told = retold(before, after, now);
    const course = {
      standing: resumed(told.course.standing, after, now),
      since: now,
      closed: Math.max(closed, bucketAt(now, width) - width),
    };
    return { ...told, course, forgotten: "numbers" };
  }
  if (!after.isEnabled && before.isEnabled)
    return {
      course: { standing: quiet(standing), since, closed },
      closed: endOf(before, SPAN_KINDS, "It was paused", now),
      forgotten: "nothing",
    };
  return retold(before, after, now);
}

/** What was pushed meanwhile was not kept, so nobody knows how many: it goes on with the first whole bucket. */
function resumed(standing: Standing, after: MonitorSettings, now: number): Standing {
  if (after.input.type !== "push" || standing.position === null) return standing;
  return { ...standing, position: bucketAt(now - 1, widthOf(after)) };
}

/** It may be told anew when it is silent. */
function retold(before: KeptMonitor, after: MonitorSettings, now: number): Changed {
  const { standing, since, closed } = before;
  if (after.silentAfter === before.silentAfter)
    return { course: { standing, since, closed }, closed: [], forgotten: "nothing" };
  const empty = standing.empty === null ? null : 0;
  return {
    course: { standing: { ...standing, empty }, since, closed },
    closed: endOf(before, ["silent"], "It was told when to be silent", now),
    forgotten: "nothing",
  };
}

function endOf(
  monitor: KeptMonitor,
  kinds: readonly SpanKind[],
  note: string,
  now: number,
): Closed[] {
  const { id, standing } = monitor;
  const bucket = standing.position ?? bucketAt(now, widthOf(monitor));
  return kinds.map((kind) => ({ monitor: id, kind, bucket, ended: now, note }));
}

/**
 * Whether what was learnt is still of use. Another season is learnt from more than is kept: where the history can be read
 * again, it is.
 */
function isSameSeries(before: MonitorSettings, after: MonitorSettings): boolean {
  const isReread = after.input.type !== "push" && before.season !== after.season;
  return (
    !isReread &&
    before.bucket === after.bucket &&
    before.aggregate === after.aggregate &&
    JSON.stringify(before.input) === JSON.stringify(after.input)
  );
}

function quiet(standing: Standing): Standing {
  const { alert } = NEW_STANDING;
  return { ...standing, alert, empty: standing.empty === null ? null : 0, trouble: null };
}

/** The alerts of a monitor that are closed when it is removed. */
export function removalOf({ id }: KeptMonitor, now: number): Closed[] {
  const closed = { monitor: id, bucket: now, ended: now, note: "It was removed" };
  return SPAN_KINDS.map((kind) => ({ ...closed, kind }));
}
