/** The mean and the spread of the scores of a monitor, of which the latest count most. */
export interface Usual {
  readonly mean: number;
  readonly variance: number;
  readonly count: number;
}

export const NOTHING_USUAL: Usual = { mean: 0, variance: 0, count: 0 };

/** A score counts little once so many came after it: a week of five minutes. */
const HORIZON = 2016;

/** A score above counts as this: one alert must not make the next one seem ordinary. */
const HIGHEST = 3;

/** Where all scores are the same, the least that counts as a difference between them. */
const LEAST_DEVIATION = 0.05;

/** How far a score is above the mean, in deviations. */
export function deviationsOf({ mean, variance }: Usual, score: number): number {
  return (Math.min(score, HIGHEST) - mean) / Math.max(Math.sqrt(variance), LEAST_DEVIATION);
}

/**
 * What is usual after another score, which counts in full or as a part of one. The first ones count alike. What is
 * strange must not count in full, else an alert would end as the mean rises to the scores of what it is about; nor for
 * nothing, else one would never end where a series has become livelier for good.
 */
export function usualAfter({ mean, variance, count }: Usual, score: number, part = 1): Usual {
  const weight = part * Math.max(1 / HORIZON, 1 / (count + 1));
  const difference = Math.min(score, HIGHEST) - mean;
  return {
    mean: mean + weight * difference,
    variance: (1 - weight) * (variance + weight * difference ** 2),
    count: count + 1,
  };
}
