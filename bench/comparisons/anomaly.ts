import { writeFileSync } from "node:fs";
import { createDetector } from "../../src/server/monitor/detector.ts";
import { createForest } from "../../src/server/monitor/forest/forest.ts";
import { createRandom } from "../../src/server/monitor/forest/random.ts";
import { createMonitor } from "../../src/server/monitor/monitor.ts";
import { MINIMUM_RELATIVE_CHANGE, SENSITIVITIES } from "../../src/server/monitor/rule.ts";
import type { Season } from "../../src/server/monitor/season.ts";
import { atLeast, atMost, type Bench, type Comparison, type Given, type Scale } from "../bench.ts";
import { type File, readCorpus } from "../nab/corpus.ts";
import { falseOf, foundOf, standingOf } from "../nab/standing.ts";
import { ruleOf, type Watch, watchByDeviations, watchByForest } from "../nab/watching.ts";
import { chartOf, histogramOf } from "../report/chart.ts";
import { quantile } from "../report/figure.ts";
import { compare, figuresOf, medianOf } from "../report/rounds.ts";

const ABOUT = `How well monitors find what is unusual, and what they cost. The sine with a flat crest of the post on random cut
forests; the five known events of New York's taxis; the files of the Numenta Anomaly Benchmark that are there, by its own
scoring, beside the same rule on a z-score without a forest and beside what others have published. Seeds in place of
rounds. All in this process; the time is the processor's.`;

const SIZES = {
  full: { seeds: 5, costRounds: 15, points: 4_000 },
  small: { seeds: 1, costRounds: 1, points: 500 },
};
const PICTURE = "docs/anomaly-sine.svg";

export const anomaly: Bench = { name: "anomaly", about: ABOUT, run };

async function run(scale: Scale, { nab }: Given) {
  const { seeds, costRounds, points } = SIZES[scale];
  const files = nab === null ? [] : readCorpus(nab);
  const taxi = files.filter(({ name }) => name.endsWith("/nyc_taxi.csv"));
  if (nab === null)
    process.stderr.write("Without --nab FOLDER neither taxis nor NAB are looked at\n");
  const sines = [sineOf(50, seeds, scale), sineOf(100, seeds, scale)];
  const taxis = taxi.map((file) => taxiOf(file, seeds));
  const scored = files.length === 0 ? [] : [await nabOf(files, seeds)];
  const cost = await costOf(costRounds, points);
  return { comparisons: [...sines, ...taxis, ...scored, cost], aims: aimsOf(scored, cost) };
}

/** Points in the exercise, and those that are flat. */
const [SINE, FLAT] = [1_000, 20];
/** Points until the trees are full, with which no baseline is measured. */
const FULL = 256;

/** CoDisp in the exercise of the post, with a sine of so many points. The first seed of the first one is drawn. */
function sineOf(period: number, seeds: number, scale: Scale): Comparison {
  const crest = period * (Math.floor(SINE / 2 / period) + 1 / 4);
  const [from, to] = [Math.round(crest) - FLAT / 2, Math.round(crest) + FLAT / 2];
  const values = Array.from({ length: SINE }, (_, index) =>
    from <= index && index < to ? 150 : 100 + 50 * Math.sin((2 * Math.PI * index) / period),
  );
  const samples = Array.from({ length: seeds }, (_, seed) => {
    const scores = displacementsOf(values, seed);
    if (seed === 0 && period === 50 && scale === "full") draw(values, scores, [from, to]);
    const near = (index: number) => index >= from - 4 && index < to + 8;
    const usual = scores.filter((_, index) => index >= FULL && !near(index));
    const sorted = usual.toSorted((one, other) => one - other);
    return {
      "CoDisp, usual": quantile(sorted, 0.5),
      "CoDisp, a quarter lies below": quantile(sorted, 0.25),
      "CoDisp, a quarter lies above": quantile(sorted, 0.75),
      "CoDisp, highest at the begin of what is flat": Math.max(...scores.slice(from, from + 4)),
      "CoDisp, least amid it": Math.min(...scores.slice(from + 4, to)),
      "CoDisp, highest behind its end": Math.max(...scores.slice(to, to + 4)),
    };
  });
  return {
    work: `sine of ${period} points`,
    figures: {
      tocsin: figuresOf(samples),
      "as published in the post": {
        "CoDisp, usual": { median: 4.25, low: 4, high: 4.5 },
        "CoDisp, highest at the begin of what is flat": { median: 25, low: 20, high: 30 },
        "CoDisp, highest behind its end": { median: 25, low: 20, high: 30 },
      },
    },
  };
}

function displacementsOf(values: readonly number[], seed: number): number[] {
  const shape = { trees: 50, leaves: 256, dimensions: 4 };
  const forest = createForest(shape, seed);
  return values.map((_, index) => {
    if (index < shape.dimensions - 1) return 0;
    const point = Float64Array.from(values.slice(index + 1 - shape.dimensions, index + 1));
    const displacement = forest.displacement(point);
    forest.learn(point);
    return displacement;
  });
}

function draw(values: readonly number[], scores: readonly number[], [from, to]: [number, number]) {
  const ends = ["0", `${values.length} points`] as const;
  const high = Math.ceil(Math.max(...scores));
  const svg = chartOf(
    "A sine with a flat crest, the displacement of each point, and how many points have which",
    [
      { title: "A sine of 50 points, 20 of them flat at a crest", kind: "line", values, ends },
      { title: "Mean collusive displacement (CoDisp)", kind: "line", values: scores, ends },
      {
        title: "Points by their displacement",
        kind: "bars",
        values: histogramOf(scores, high, high),
        ends: ["0", `${high}`],
      },
    ],
    [from / values.length, to / values.length],
  );
  writeFileSync(PICTURE, svg);
}

/** The marathon, Thanksgiving, Christmas, New Year and the blizzard, at the normal sensitivity. */
function taxiOf(file: File, seeds: number): Comparison {
  const part = MINIMUM_RELATIVE_CHANGE;
  const forest = (season: Season) =>
    Array.from({ length: seeds }, (_, seed) =>
      foundIn(file, watchByForest(file, season, part, seed)),
    );
  const deviations = (season: Season) => [foundIn(file, watchByDeviations(file, season, part))];
  return {
    work: "five events among New York's taxis",
    figures: {
      "tocsin, week": figuresOf(forest("week")),
      "tocsin, no season": figuresOf(forest("none")),
      "z-score, week": figuresOf(deviations("week")),
      "z-score, no season": figuresOf(deviations("none")),
    },
  };
}

function foundIn(file: File, watch: Watch) {
  const watched = [{ file, opened: [watch(SENSITIVITIES.normal)] }];
  const [found, wrong] = [foundOf(watched, 0), falseOf(watched, 0)];
  const f1 = (2 * found) / (found + wrong + file.windows.length);
  return { "windows found": found, "false alerts": wrong, F1: f1 };
}

/** NAB's standard score. The season is one for all files, and nothing is set for any of them. */
async function nabOf(files: readonly File[], seeds: number): Promise<Comparison> {
  const forest = (season: Season, part: number) => {
    let seed = 0;
    return async () => {
      const mine = seed++;
      return standingOf(files, (file) => watchByForest(file, season, part, mine), SENSITIVITIES);
    };
  };
  const deviations = (season: Season) => async () =>
    standingOf(files, (file) => watchByDeviations(file, season, 0));
  const { figures } = await compare(
    "NAB",
    seeds,
    {
      "tocsin, day": forest("day", 0),
      "tocsin, no season": forest("none", 0),
      "tocsin, day, a fifth at least": forest("day", MINIMUM_RELATIVE_CHANGE),
      "z-score, day": deviations("day"),
      "z-score, no season": deviations("none"),
    },
    0,
  );
  const windows = files.reduce((sum, file) => sum + file.windows.length, 0);
  return {
    work: `NAB, ${files.length} of 58 files, ${windows} windows`,
    figures: {
      ...figures,
      "AWS's RCF, published for all 58": { "NAB score": published(51.7) },
      "Numenta's HTM, published for all 58": { "NAB score": published(70.1) },
    },
  };
}

function published(median: number) {
  return { median, low: median, high: median };
}

const [MONITORS, BUCKET] = [1_000, 300];

/** What a point costs a monitor that is warm: its season, its score, what was expected, and what is learnt. */
async function costOf(rounds: number, points: number): Promise<Comparison> {
  const random = createRandom(1);
  const detector = createDetector({ bucket: BUCKET, season: "day", gaps: "hold" }, 1);
  const monitor = createMonitor(ruleOf(SENSITIVITIES.normal, MINIMUM_RELATIVE_CHANGE), detector);
  let index = 0;
  const step = () => {
    const value = 500 + 300 * Math.sin(index / 40) + 100 * random();
    return monitor.step({ time: index++ * BUCKET * 1000, value });
  };
  while (step().progress < 1);
  for (let more = 0; more < 5_000; more++) step();
  return compare("a point of a warm monitor", rounds, {
    tocsin: async () => {
      const before = process.cpuUsage();
      for (let point = 0; point < points; point++) step();
      const { user, system } = process.cpuUsage(before);
      const each = (user + system) / points;
      return {
        "processor, µs/point": each,
        "memory, MiB/monitor": detector.bytes / 2 ** 20,
        "1,000 monitors, % of a core": ((each * MONITORS) / (BUCKET * 1e6)) * 100,
      };
    },
  });
}

function aimsOf(scored: readonly Comparison[], cost: Comparison) {
  return [
    // As a monitor is that nobody gave a season, and with the same season for all.
    ...scored.flatMap((one) =>
      ["no season", "day"].map((season) =>
        atLeast(
          `${one.work}: score, ${season}`,
          medianOf(one, `tocsin, ${season}`, "NAB score"),
          63,
        ),
      ),
    ),
    atMost("µs/point", medianOf(cost, "tocsin", "processor, µs/point"), 100),
    atMost("MiB/monitor", medianOf(cost, "tocsin", "memory, MiB/monitor"), 1.5),
    atMost(
      "1,000 monitors, % of a core",
      medianOf(cost, "tocsin", "1,000 monitors, % of a core"),
      5,
    ),
  ];
}
