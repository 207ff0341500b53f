import type { Pairs } from "../domain/alert.ts";
import { AREAS, EVERYWHERE } from "./areas.ts";
import { integerBetween, pick, pickWeighted, type Random } from "./random.ts";
import type { Area } from "./template.ts";
import { REGIONS } from "./templates/places.ts";

/** How things are for some steps: where trouble opens, and how much of it. */
export interface Mood {
  readonly area: Area;
  /** What the labels of new troubles have in common. */
  readonly labels: Pairs;
  /** How much likelier opening is than at other times. */
  readonly opening: number;
  /** Mean time between two steps, in mean intervals. */
  readonly wait: number;
}

interface Kind {
  readonly weight: number;
  readonly steps: readonly [number, number];
  /** Whether trouble opens in one area and region only. */
  readonly local: boolean;
  readonly opening: number;
  readonly wait: number;
}

const QUIET: Kind = { weight: 3, steps: [4, 20], local: false, opening: 1, wait: 4 };
const STEADY: Kind = { weight: 5, steps: [20, 80], local: false, opening: 1, wait: 0.85 };

/** In a burst much opens at once in one place, as when something big breaks. */
function burstOf(size: number): Kind {
  return {
    weight: size > 0 ? 2 : 0,
    steps: [Math.ceil(size / 2), Math.ceil(size * 1.5)],
    local: true,
    opening: 8,
    wait: 0.06,
  };
}

/**
 * Called for each step, gives the mood of that step. `burst` is the number of steps in a burst,
 * give or take a half; 0 for none.
 */
export function createMoods(random: Random, burst: number): () => Mood {
  const kinds = [STEADY, QUIET, burstOf(burst)] as const;
  const unit = meanWait(kinds);
  let mood = moodOf(STEADY);
  let left = integerBetween(random, ...STEADY.steps);

  function moodOf({ opening, wait, local }: Kind): Mood {
    const pace = { opening, wait: wait / unit };
    if (!local) return { ...pace, area: EVERYWHERE, labels: {} };
    const labels = { env: "prod", region: pick(random, REGIONS) };
    return { ...pace, area: pick(random, AREAS), labels };
  }

  return () => {
    if (left === 0) {
      const kind = pickWeighted(random, kinds);
      mood = moodOf(kind);
      left = integerBetween(random, ...kind.steps);
    }
    left -= 1;
    return mood;
  };
}

/** The mean over all steps, by which waits are divided so that their own mean is 1. */
function meanWait(kinds: readonly Kind[]): number {
  const spans = kinds.map(({ weight, steps: [from, to], wait }) => {
    const steps = weight * (from + to);
    return { steps, time: steps * wait };
  });
  const sum = (key: "steps" | "time") => spans.reduce((total, span) => total + span[key], 0);
  return sum("time") / sum("steps");
}
