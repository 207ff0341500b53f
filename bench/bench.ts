/** What one contender does in one round: figures by their names, such as `requests/s`. */
export type Sample = Readonly<Record<string, number>>;

/** Something that does the work once, for some seconds, and says how it went. */
export type Contender = () => Promise<Sample>;

/** How large the work is: as it is meant, or just enough to see that the benchmark runs. */
export type Scale = "full" | "small";

/** A figure over the rounds: the middle one, and the quarters on both sides of it. */
export interface Figure {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The same work, done by each contender in turn. */
export interface Comparison {
  readonly work: string;
  /** By contender, in the order of the table, the first of them Tocsin; then by figure. */
  readonly figures: Readonly<Record<string, Readonly<Record<string, Figure>>>>;
}

/** What Tocsin is meant to reach, and what it has reached. */
export interface Aim {
  readonly words: string;
  readonly value: number;
  readonly met: boolean;
}

export interface Outcome {
  readonly comparisons: readonly Comparison[];
  readonly aims: readonly Aim[];
}

/** What lies outside of the project and whoever runs a benchmark may have. */
export interface Given {
  /** A folder with data and labels of the Numenta Anomaly Benchmark. */
  readonly nab: string | null;
}

export interface Bench {
  readonly name: string;
  /** What is compared with what, and why that is fair. */
  readonly about: string;
  readonly run: (scale: Scale, given: Given) => Promise<Outcome>;
}

export function atMost(words: string, value: number, bound: number): Aim {
  return { words: `${words} ≤ ${bound}`, value, met: value <= bound };
}

export function atLeast(words: string, value: number, bound: number): Aim {
  return { words: `${words} ≥ ${bound}`, value, met: value >= bound };
}
