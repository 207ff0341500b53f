import type { Comparison, Contender, Sample } from "../bench.ts";
import { figureOf } from "./figure.ts";

/** What each contender did in one round, by its name. */
export type Round = Readonly<Record<string, Sample>>;

/** What the contenders do in turn, by their figures over the rounds. */
export async function compare(
  work: string,
  rounds: number,
  contenders: Readonly<Record<string, Contender>>,
  warming = 1,
): Promise<Comparison> {
  return comparisonOf(work, await takeRounds(work, rounds, contenders, warming));
}

/**
 * Lets the contenders work in turn, so that what disturbs the machine disturbs them alike. The first
 * rounds warm up and do not count; who begins changes from round to round.
 */
export async function takeRounds(
  work: string,
  rounds: number,
  contenders: Readonly<Record<string, Contender>>,
  warming = 1,
): Promise<Round[]> {
  const entries = Object.entries(contenders);
  const taken: Round[] = [];
  for (let round = 0; round < warming + rounds; round++) {
    const begin = round % entries.length;
    const samples = new Map<string, Sample>(entries.map(([name]) => [name, {}]));
    for (const [name, contend] of [...entries.slice(begin), ...entries.slice(0, begin)])
      samples.set(name, await contend());
    if (round >= warming) taken.push(Object.fromEntries(samples));
    process.stderr.write(`\r${work}: ${round + 1} of ${warming + rounds} `);
  }
  process.stderr.write("\n");
  return taken;
}

/** Each contender's figures over the rounds, in the order of the first of them. */
export function comparisonOf(work: string, rounds: readonly Round[]): Comparison {
  const names = Object.keys(rounds[0] ?? {});
  const samplesOf = (name: string) => rounds.map((round) => round[name] ?? {});
  return {
    work,
    figures: Object.fromEntries(names.map((name) => [name, figuresOf(samplesOf(name))])),
  };
}

/** Each figure of the samples, over all of them. */
export function figuresOf(samples: readonly Sample[]): Comparison["figures"][string] {
  const names = Object.keys(samples[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, figureOf(samples.map((sample) => sample[name] ?? Number.NaN))]),
  );
}

/**
 * The mean of one contender's figure over the rounds: where what goes on beside takes longer than a round, each meets
 * another part of it, and the one that costs most counts as well.
 */
export function meanOf(rounds: readonly Round[], contender: string, figure: string): number {
  const values = rounds.map((round) => round[contender]?.[figure] ?? Number.NaN);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The median of one contender's figure. */
export function medianOf({ figures }: Comparison, contender: string, figure: string): number {
  return figures[contender]?.[figure]?.median ?? Number.NaN;
}
