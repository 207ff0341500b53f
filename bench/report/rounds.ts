import type { Comparison, Contender, Sample } from "../bench.ts";
import { figureOf } from "./figure.ts";

/**
 * Lets the contenders work in turn, so that what disturbs the machine disturbs them alike. The first
 * rounds warm up and do not count; who begins changes from round to round.
 */
export async function compare(
  work: string,
  rounds: number,
  contenders: Readonly<Record<string, Contender>>,
  warming = 1,
): Promise<Comparison> {
  const entries = Object.entries(contenders);
  const samples = new Map<string, Sample[]>(entries.map(([name]) => [name, []]));
  for (let round = 0; round < warming + rounds; round++) {
    const begin = round % entries.length;
    for (const [name, contend] of [...entries.slice(begin), ...entries.slice(0, begin)]) {
      const sample = await contend();
      if (round >= warming) samples.get(name)?.push(sample);
    }
    process.stderr.write(`\r${work}: ${round + 1} of ${warming + rounds} `);
  }
  process.stderr.write("\n");
  return {
    work,
    figures: Object.fromEntries([...samples].map(([name, taken]) => [name, figuresOf(taken)])),
  };
}

/** Each figure of the samples, over all of them. */
export function figuresOf(samples: readonly Sample[]): Comparison["figures"][string] {
  const names = Object.keys(samples[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, figureOf(samples.map((sample) => sample[name] ?? Number.NaN))]),
  );
}

/** The median of one contender's figure. */
export function medianOf({ figures }: Comparison, contender: string, figure: string): number {
  return figures[contender]?.[figure]?.median ?? Number.NaN;
}
