import type { Pairs, Severity } from "../../domain/alert.ts";
import type { Filter } from "../../domain/filter.ts";
import type { Result } from "../../domain/problem.ts";
import type {
  Aggregate,
  BucketLength,
  Direction,
  MonitorInput,
  Season,
  Sensitivity,
} from "../../protocol/monitors.ts";
import type { Numbers } from "../monitors/numbers.ts";
import type { Happening, Point, SpanKind, Standing } from "../monitors/standing.ts";
import type { By } from "./people.ts";

/** Monitors that there may be: each takes about 1.5 MB and a tenth of a millisecond a bucket. */
export const MOST_MONITORS = 1_000;

/** What people decide of a monitor. */
export interface MonitorSettings {
  readonly name: string;
  readonly input: MonitorInput;
  /** In seconds. */
  readonly bucket: BucketLength;
  readonly aggregate: Aggregate;
  readonly season: Season;
  readonly sensitivity: Sensitivity;
  readonly direction: Direction;
  readonly minimumChange: number;
  readonly closeAfter: number;
  readonly silentAfter: number;
  readonly severity: Severity;
  readonly labels: Pairs;
  readonly isEnabled: boolean;
}

/** A monitor and where it stands. Times in ms since 1970. */
export interface KeptMonitor extends MonitorSettings {
  readonly id: number;
  /** How often it was changed: what was judged before that is not kept. */
  readonly revision: number;
  /** Since when it watches. What was before it only learns from. */
  readonly since: number;
  /** The last bucket that takes no more numbers. */
  readonly closed: number;
  readonly standing: Standing;
  readonly openAlert: number | null;
  readonly last: Point | null;
}

/** From the bucket in which an alert was opened to the one in which it was closed. */
export interface Span {
  readonly kind: SpanKind;
  readonly from: number;
  /** Null while it is open. */
  readonly to: number | null;
  readonly alert: number | null;
}

/** Numbers of one bucket of one monitor. */
export interface BucketNumbers extends Numbers {
  readonly monitor: number;
  readonly time: number;
}

/** What was judged of a monitor since it stood at `from`. */
export interface Settlement {
  readonly monitor: number;
  readonly revision: number;
  readonly from: number | null;
  readonly standing: Standing;
  readonly points: readonly Point[];
  readonly happenings: readonly Happening[];
}

/** A bucket up to which a monitor takes no more numbers. */
export interface Closing {
  readonly monitor: number;
  readonly time: number;
}

/** A grid of buckets: `count` of them from `from` (ms) on, each of `width` ms. */
export interface Buckets {
  readonly from: number;
  readonly width: number;
  readonly count: number;
}

/**
 * What numbers are watched, and what was made of them. Every implementation passes conformance/monitors.ts.
 *
 * - Points, where a monitor stands after them, and the events of the alerts that it opens and closes MUST be written
 *   in one transaction, and only where it stands where it stood and was not changed: a bucket is judged, or it is not,
 *   and no alert is opened or closed twice or not at all.
 * - Numbers MUST be taken for buckets alone that are not closed, and all that were taken MUST be there to be read once
 *   the closing of their bucket is answered.
 * - Of more than five alerts that one call opens, one MUST be opened that lists them; it MUST be closed with the last of
 *   them.
 * - Whoever pauses or removes a monitor, or has it watch something else, MUST close its alerts in the same transaction.
 * - Changes by people MUST have their entry in the audit in the same transaction.
 * - What cannot be written is answered with the codes of the store. A read that cannot be made now MUST reject with a
 *   Refusal.
 */
export interface Monitors {
  /** In the order in which they were made. */
  all(): Promise<readonly KeptMonitor[]>;
  monitor(id: number): Promise<KeptMonitor | null>;

  /** `too-many-monitors`. */
  add(settings: MonitorSettings, now: number, by: By): Promise<Result<KeptMonitor>>;
  /** What is not given stays. `monitor-not-found`. */
  change(
    id: number,
    change: Partial<MonitorSettings>,
    now: number,
    by: By,
  ): Promise<Result<KeptMonitor>>;
  /** With its points. `monitor-not-found`. */
  remove(id: number, now: number, by: By): Promise<Result<null>>;

  /** Which were taken: none for a bucket that is closed. */
  push(numbers: readonly BucketNumbers[]): Promise<Result<readonly boolean[]>>;
  close(closings: readonly Closing[]): Promise<Result<null>>;
  /** Which were kept: none of a monitor that has been changed, or stands elsewhere. Of each monitor there is one at most. */
  settle(settlements: readonly Settlement[], now: number): Promise<Result<readonly boolean[]>>;

  /**
   * The points from one time to before another, and the alerts that were open in that time, both oldest first. Of more
   * points than are shown, those that tell most (monitors/shown.ts).
   */
  points(id: number, from: number, to: number, signal?: AbortSignal): Promise<Result<Watched>>;
}

export interface Watched {
  readonly points: readonly Point[];
  readonly spans: readonly Span[];
}

/** What is written while numbers are watched: the one who writes the file does it. */
export type MonitorWrites = Pick<Monitors, "close" | "settle">;

/**
 * What whoever watches reads, over a connection of their own. Each may scan, and MUST reject with a Refusal where it cannot
 * be read now. Every implementation passes conformance/monitor-reads.ts.
 */
export interface MonitorReads extends Pick<Monitors, "all" | "monitor"> {
  watched(id: number, from: number, to: number): Promise<Watched>;
  /** The first bucket that has numbers from a time on. */
  firstNumbers(id: number, from: number): Promise<number | null>;
  /** Those of the buckets from one to another, both included. */
  numbers(id: number, from: number, to: number): Promise<readonly BucketNumbers[]>;
  /** When (ms) the first alert that there is was received, whatever it is; null where there is none. */
  firstAlert(): Promise<number | null>;
  /** How many alerts of the filter were opened in each bucket, but for those of monitors. */
  opened(filter: Filter, buckets: Buckets): Promise<readonly number[]>;
  /** How many were open at the end of each bucket, as far as their rows still tell. */
  open(filter: Filter, buckets: Buckets): Promise<readonly number[]>;
  /** How many are open now. */
  openNow(filter: Filter): Promise<number>;
  close(): Promise<void>;
}
