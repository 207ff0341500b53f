/** What repeats itself in a series: nothing, each day of it, or each week. In UTC. */
export type Season = "none" | "day" | "week";

const DAY = 86_400_000;
const LENGTH = { none: 0, day: DAY, week: 7 * DAY } as const;

/** How many values a slot remembers: a holiday among four does not move their median far. */
const REMEMBERED = 4;

/** How long (ms) one season lasts; 0 where there is none. */
export function lengthOf(season: Season): number {
  return LENGTH[season];
}

/**
 * What is usual at a time of the season: the median of the same slot in the last four seasons that were learnt.
 * `bucket` is in seconds. Whoever opens alerts does not teach it what they were about, else a holiday would come back
 * a season later as what was expected.
 */
export function createSeasonal(season: Season, bucket: number) {
  const slots = Math.ceil(lengthOf(season) / (bucket * 1000));
  const values = new Float64Array(slots * REMEMBERED);
  const learnt = new Uint32Array(slots);

  return {
    get bytes(): number {
      return values.byteLength + learnt.byteLength;
    },

    /** What is usual at this time (ms); null where its slot knows nothing yet, and 0 where there is no season. */
    at(time: number): number | null {
      if (slots === 0) return 0;
      const slot = slotOf(time);
      const known = Math.min(learnt[slot] ?? 0, REMEMBERED);
      if (known === 0) return null;
      const sorted = values.slice(slot * REMEMBERED, slot * REMEMBERED + known).sort();
      const middle = (known - 1) / 2;
      return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
    },

    learn(time: number, value: number): void {
      if (slots === 0) return;
      const slot = slotOf(time);
      const count = learnt[slot] ?? 0;
      values[slot * REMEMBERED + (count % REMEMBERED)] = value;
      learnt[slot] = count + 1;
    },
  };

  function slotOf(time: number): number {
    return Math.floor(time / (bucket * 1000)) % slots;
  }
}
