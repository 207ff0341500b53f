/** A number from 0 up to but not including 1. */
export type Random = () => number;

/** The same numbers for the same seed, everywhere: mulberry32, which is fast and good enough. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function chance(random: Random, probability: number): boolean {
  return random() < probability;
}

/** An integer from `from` to `to`, both included. */
export function integerBetween(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

/** A time to wait until the next of events that happen on average one in each unit of time. */
export function exponential(random: Random): number {
  return -Math.log(1 - random());
}

export function pick<T>(random: Random, items: readonly [T, ...T[]]): T {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

/** One of the items, each as often as its weight says. */
export function pickWeighted<T extends { readonly weight: number }>(
  random: Random,
  items: readonly [T, ...T[]],
): T {
  const total = items.reduce((sum, { weight }) => sum + weight, 0);
  let rest = random() * total;
  return items.find(({ weight }) => (rest -= weight) < 0) ?? items[0];
}
