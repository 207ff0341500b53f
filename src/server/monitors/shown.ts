import type { Point } from "./standing.ts";

/** Points that are shown at once: five weeks of five minutes. */
export const MOST_SHOWN = 10_080;

/** No more points than that: of as many neighbours as it takes, the one that is the most unusual. */
export function thinned(points: readonly Point[], most: number): readonly Point[] {
  const size = Math.ceil(points.length / most);
  if (size <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / size) }, (_, group) =>
    points
      .slice(group * size, (group + 1) * size)
      .reduce((one, other) => (strangeness(other) > strangeness(one) ? other : one)),
  );
}

/** A bucket without a value is shown where its neighbours have none either. */
function strangeness({ value, score }: Point): number {
  if (value === null) return -Infinity;
  return score ?? Number.MIN_SAFE_INTEGER;
}
