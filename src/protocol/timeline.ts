import * as v from "valibot";

export const MAX_BUCKETS = 1000;

/** The time asked for (ms since 1970, null: as far as history goes) and into how many buckets. */
export interface TimelineSpan {
  readonly from: number | null;
  readonly to: number | null;
  readonly buckets: number;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** How many alerts of each severity were received from `start` up to but not including `end`. */
export const timelineSchema = v.object({
  buckets: v.array(
    v.object({
      start: v.string(),
      end: v.string(),
      critical: count,
      error: count,
      warning: count,
      info: count,
    }),
  ),
});
export type Timeline = Readonly<v.InferOutput<typeof timelineSchema>>;
