/** How many buckets in a row nothing came in; null before anything ever did, which is no silence. */
export type Empty = number | null;

/** What a bucket does to the silence of a monitor: it falls silent, or is heard again. */
export type SilenceOutcome = "silent" | "heard" | "nothing";

/** A bucket, as far as silence goes. */
export interface Heard {
  readonly value: number | null;
  /** Whether anybody was there to take what might have come. */
  readonly isWatched: boolean;
}

/** Goes on by a bucket. `silentAfter` is 0 where a monitor is never silent. */
export function listen(
  empty: Empty,
  silentAfter: number,
  { value, isWatched }: Heard,
): { readonly empty: Empty; readonly outcome: SilenceOutcome } {
  if (value !== null)
    return { empty: 0, outcome: isSilent(empty, silentAfter) ? "heard" : "nothing" };
  if (empty === null || !isWatched) return { empty, outcome: "nothing" };
  const outcome = silentAfter > 0 && empty + 1 === silentAfter ? "silent" : "nothing";
  return { empty: empty + 1, outcome };
}

export function isSilent(empty: Empty, silentAfter: number): boolean {
  return empty !== null && silentAfter > 0 && empty >= silentAfter;
}
