import type { Figure } from "../bench.ts";

/** Where the quarters lie further apart than this part of the median, the machine was too noisy. */
const NOISY = 0.25;

export function figureOf(samples: readonly number[]): Figure {
  const sorted = samples.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
  };
}

/** The value below which that part of the sorted samples lies, between two where it must be. */
export function quantile(sorted: readonly number[], part: number): number {
  const at = (sorted.length - 1) * part;
  const [below, above] = [
    sorted[Math.floor(at)] ?? Number.NaN,
    sorted[Math.ceil(at)] ?? Number.NaN,
  ];
  return below + (above - below) * (at - Math.floor(at));
}

export function isNoisy({ median, low, high }: Figure): boolean {
  return high - low > NOISY * Math.abs(median);
}
