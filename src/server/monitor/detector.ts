import { createForest } from "./forest/forest.ts";
import { createSeasonal, lengthOf, type Season } from "./season.ts";
import { createShingle } from "./shingle.ts";

/** How a monitor looks at a series. */
export interface Series {
  /** Length of a bucket in seconds. */
  readonly bucket: number;
  readonly season: Season;
  /** What a bucket without a value means: nothing happened, or nobody measured. */
  readonly gaps: "zero" | "hold";
}

/** As far from 0 sums of values and of their ranges are still numbers. */
export const LARGEST_VALUE = 1e150;

/** A bucket that is over. */
export interface Bucket {
  /** When it begins (ms since 1970). */
  readonly time: number;
  /** Within {@link LARGEST_VALUE} of 0, to be checked where it comes in; null where nothing was measured. */
  readonly value: number | null;
}

/** What the forest makes of a bucket. */
export interface Scored {
  readonly value: number;
  readonly expected: number;
  /** What the season says is usual, 0 where there is none. */
  readonly seasonal: number;
  /** About 1 is ordinary. */
  readonly score: number;
}

export const SHINGLE = 8;
const FOREST = { trees: 30, leaves: 256, dimensions: SHINGLE };
/** Points that a forest must know before anything is called unusual, and the seasons that must have passed. */
const WARM_POINTS = 256;
const WARM_SEASONS = 2;

export type Detector = ReturnType<typeof createDetector>;

/** Learns a series bucket by bucket, and says how unlike the ones before each of them is. */
export function createDetector({ bucket, season, gaps }: Series, seed: number) {
  const forest = createForest(FOREST, seed);
  const seasonal = createSeasonal(season, bucket);
  const shingle = createShingle(SHINGLE);
  let [first, last] = [Number.NaN, Number.NaN];

  return {
    get bytes(): number {
      return forest.bytes + seasonal.bytes;
    },

    /** How much it has learnt of what it must know: from 0 to 1, and then it is warm. */
    get progress(): number {
      const points = forest.learnt / WARM_POINTS;
      const seasons = season === "none" ? 1 : (last - first) / (WARM_SEASONS * lengthOf(season));
      return Math.max(0, Math.min(1, points, Number.isNaN(seasons) ? 0 : seasons));
    },

    /**
     * Scores a bucket by those before it, and learns it then. Null where there is nothing to say: it has no value, or too
     * few before it have. Buckets come in the order of their times, each once, the empty ones too.
     * A value that is too large or no number at all throws: learnt, it would make all later scores no numbers either,
     * and the monitor would be silent for ever.
     */
    take({ time, value: measured }: Bucket): Scored | null {
      if (measured !== null && !(Math.abs(measured) <= LARGEST_VALUE)) {
        throw new RangeError(`A monitor cannot learn ${measured}`);
      }
      if (Number.isNaN(first)) first = time;
      last = time;
      const value = measured ?? (gaps === "zero" ? 0 : null);
      const usual = seasonal.at(time);
      if (value === null || usual === null) {
        shingle.miss();
        return null;
      }
      shingle.push(value - usual);
      const { point } = shingle;
      if (point === null) return null;
      const scored =
        forest.learnt === 0
          ? null
          : {
              value,
              expected: usual + forest.expected(point, SHINGLE - 1),
              seasonal: usual,
              score: forest.score(point),
            };
      forest.learn(point);
      return scored;
    },

    /** Takes a bucket for an example of its season. */
    learnSeason({ time, value }: Bucket): void {
      const counted = value ?? (gaps === "zero" ? 0 : null);
      if (counted !== null) seasonal.learn(time, counted);
    },
  };
}
