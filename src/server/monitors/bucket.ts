import type { BucketLength, Season } from "../../protocol/monitors.ts";
import { SHINGLE } from "../monitor/detector.ts";
import { lengthOf } from "../monitor/season.ts";

/** How a series is cut into buckets, and what repeats itself in it. */
export interface Cut {
  /** In seconds. */
  readonly bucket: BucketLength;
  readonly season: Season;
}

/** Points that a forest is taught again at the start: it has forgotten what was before. */
const REPLAYED = 5_000;
/** Seasons that must be among them: two to be warm, and a third so that one strange day is outvoted. */
const SEASONS_REPLAYED = 3;
/** Points that a forest must know, and the first that make a shape (src/server/monitor). */
const WARM_POINTS = 256 + SHINGLE;
/** How long (ms) points are kept: as long as a page shows them. */
const SHOWN = 35 * 86_400_000;

/** The length of a bucket in ms. */
export function widthOf({ bucket }: Pick<Cut, "bucket">): number {
  return bucket * 1000;
}

/** The bucket in which a time lies, by when it begins (both in ms since 1970). */
export function bucketAt(time: number, width: number): number {
  return Math.floor(time / width) * width;
}

/** The last bucket that is closed: what happened in it has had the length of another one to come in. */
export function lastClosed(now: number, width: number): number {
  return bucketAt(now, width) - 2 * width;
}

/** How many buckets a monitor learns from before it watches, and again at each start. */
export function learntBuckets(cut: Cut): number {
  const season = lengthOf(cut.season) / widthOf(cut);
  return Math.max(REPLAYED, Math.ceil(SEASONS_REPLAYED * season));
}

/** Buckets after which a monitor is warm at the latest, if each has a value. */
export function warmBuckets(cut: Cut): number {
  const season = Math.ceil(lengthOf(cut.season) / widthOf(cut));
  return season + Math.max(season, WARM_POINTS) + 1;
}

/** How long (ms) points are kept. */
export function keptFor(cut: Cut): number {
  return Math.max(SHOWN, learntBuckets(cut) * widthOf(cut));
}

/** What a preview shows, and what it learns from before. No preview works on more buckets than that. */
const PREVIEWED = 30 * 86_400_000;
const LEARNT_BEFORE = 512;
export const MOST_PREVIEWED = 50_000;

/** How many buckets a preview goes through. */
export function previewedBuckets(cut: Cut): number {
  const seasons = (SEASONS_REPLAYED * lengthOf(cut.season)) / widthOf(cut);
  const learnt = Math.max(LEARNT_BEFORE, Math.ceil(seasons));
  return Math.min(MOST_PREVIEWED, learnt + Math.ceil(PREVIEWED / widthOf(cut)));
}
