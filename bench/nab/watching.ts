import { createDetector, type Detector, type Scored } from "../../src/server/monitor/detector.ts";
import { createMonitor } from "../../src/server/monitor/monitor.ts";
import {
  type AlertState,
  judge,
  type Rule,
  SENSITIVITIES,
  WATCHING,
} from "../../src/server/monitor/rule.ts";
import { createSeasonal, type Season } from "../../src/server/monitor/season.ts";
import type { File } from "./corpus.ts";

/** Rows of a file in which an alert opens, at a threshold. */
export type Watch = (threshold: number) => number[];

/** The rule as it is, but for the least part of what was expected by which a value must differ. */
export function ruleOf(threshold: number, minimumRelativeChange: number): Rule {
  return {
    threshold,
    direction: "both",
    minimumChange: 0,
    minimumRelativeChange,
    unusual: 1,
    of: 1,
    closeAfter: 15,
  };
}

/**
 * A monitor of Tocsin. What the forest makes of a file is recorded once and judged at each threshold; the season
 * leaves out what it would have opened at the normal sensitivity.
 */
export function watchByForest(
  file: File,
  season: Season,
  minimumRelativeChange: number,
  seed: number,
): Watch {
  const { bucket, buckets } = file;
  const detector = createDetector({ bucket, season, gaps: "hold" }, seed);
  const recorded: { scored: Scored | null; progress: number }[] = [];
  const recording = {
    take(one: Parameters<Detector["take"]>[0]) {
      const scored = detector.take(one);
      recorded.push({ scored, progress: detector.progress });
      return scored;
    },
    learnSeason: detector.learnSeason,
    get progress() {
      return detector.progress;
    },
  };
  const recorder = createMonitor(ruleOf(SENSITIVITIES.normal, minimumRelativeChange), recording);
  for (const one of buckets) recorder.step(one);

  return (threshold) => {
    let row = -1;
    const played = {
      take: () => recorded[++row]?.scored ?? null,
      learnSeason: () => {},
      get progress() {
        return recorded[row]?.progress ?? 0;
      },
    };
    const monitor = createMonitor(ruleOf(threshold, minimumRelativeChange), played);
    return rowsThat(buckets, (one) => monitor.step(one).outcome.type === "opened");
  };
}

/** Values that count little once so many came after them, and values before which nothing is judged. */
const [HORIZON, WARM] = [1000, 256];

/** The same rule on how many deviations a value, less its season, is away from its exponential mean: no forest. */
export function watchByDeviations(
  file: File,
  season: Season,
  minimumRelativeChange: number,
): Watch {
  return (threshold) => {
    const rule = ruleOf(threshold, minimumRelativeChange);
    const seasonal = createSeasonal(season, file.bucket);
    let [mean, variance, count] = [0, 0, 0];
    let alert: AlertState = WATCHING;
    return rowsThat(file.buckets, ({ time, value }) => {
      if (value === null) return false;
      const usual = seasonal.at(time);
      if (usual === null) {
        seasonal.learn(time, value);
        return false;
      }
      const difference = value - usual - mean;
      const deviations = Math.abs(difference) / Math.max(Math.sqrt(variance), Number.MIN_VALUE);
      const reading = { time, value, expected: usual + mean, seasonal: usual, score: Infinity };
      const { state, outcome } =
        count < WARM
          ? { state: WATCHING, outcome: { type: "nothing" } }
          : judge(rule, alert, { ...reading, deviations });
      alert = state;
      if (alert.type === "watching") seasonal.learn(time, value);
      const weight = Math.max(1 / HORIZON, 1 / (count + 1));
      mean += weight * difference;
      variance = (1 - weight) * (variance + weight * difference ** 2);
      count++;
      return outcome.type === "opened";
    });
  };
}

function rowsThat<Item>(items: readonly Item[], opens: (item: Item) => boolean): number[] {
  return [...items.entries()].filter(([, item]) => opens(item)).map(([row]) => row);
}
