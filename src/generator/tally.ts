import { type Outcome, OUTCOMES } from "../domain/outcome.ts";

/** How many reports were posted, by what they led to. */
export type Tally = ReadonlyMap<Outcome, number>;

export function count(tally: Tally, outcomes: readonly Outcome[]): Tally {
  const counted = new Map(tally);
  for (const outcome of outcomes) counted.set(outcome, (counted.get(outcome) ?? 0) + 1);
  return counted;
}

/** One line for a person: `posted 120 in 60 s: 40 opened, 38 resolved, 42 unchanged`. */
export function summaryOf(tally: Tally, milliseconds: number): string {
  const posted = [...tally.values()].reduce((sum, number) => sum + number, 0);
  const parts = OUTCOMES.filter((outcome) => tally.has(outcome)).map(
    (outcome) => `${tally.get(outcome)} ${outcome}`,
  );
  const head = `posted ${posted} in ${Math.round(milliseconds / 1000)} s`;
  return parts.length === 0 ? head : `${head}: ${parts.join(", ")}`;
}
