import type { Buckets } from "../../monitors.ts";

/** How many alerts there are in a bucket, by its place. */
export interface Tally {
  readonly bucket: number;
  readonly alerts: number;
}

/** From when to when so many alerts were open (ms since 1970); null while they are. */
export interface Life {
  readonly alerts: number;
  readonly received: number;
  readonly resolved: number | null;
}

export function countsIn(tallies: readonly Tally[], { count }: Buckets): number[] {
  const counts = Array.from<number>({ length: count }).fill(0);
  for (const { bucket, alerts } of tallies) counts[bucket] = (counts[bucket] ?? 0) + alerts;
  return counts;
}

/** How many were open at the end of each bucket. */
export function openIn(lives: Iterable<Life>, { from, width, count }: Buckets): number[] {
  const bucketOf = (time: number) => Math.max(0, Math.floor((time - from) / width));
  const changes = Array.from<number>({ length: count }).fill(0);
  const change = (bucket: number, by: number) => {
    if (bucket < changes.length) changes[bucket] = (changes[bucket] ?? 0) + by;
  };
  for (const { received, resolved, alerts } of lives) {
    change(bucketOf(received), alerts);
    if (resolved !== null) change(bucketOf(resolved), -alerts);
  }
  let standing = 0;
  return changes.map((by) => (standing += by));
}
