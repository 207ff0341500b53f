import type { Report } from "../domain/command.ts";
import { begin, change, type Episode, reportOf } from "./episode.ts";
import { createMoods, type Mood } from "./mood.ts";
import { exponential, pickWeighted, type Random, seededRandom } from "./random.ts";

export interface Step {
  /** The number of the episode that is reported, from 1 in the order of opening. */
  readonly episode: number;
  readonly report: Report;
  /** Time until the next step, in mean intervals: in the long run the mean is 1. */
  readonly wait: number;
}

/**
 * Troubles that open, repeat, change and resolve at random, in quiet times and in bursts. It knows
 * no clock: the caller says when each step happens (ms since 1970) and how long an interval is.
 * The same seed and the same times give the same steps.
 */
export interface Scenario {
  next(now: number): Step;
}

export interface ScenarioOptions {
  readonly seed: number;
  /** Steps in a burst, give or take a half; 0 for none. */
  readonly burst?: number;
}

/** How many episodes are open at a time, outside of bursts. */
const POPULATION = 36;

export function createScenario({ seed, burst = 40 }: ScenarioOptions): Scenario {
  const random = seededRandom(seed);
  const nextMood = createMoods(random, burst);
  const open: Episode[] = [];
  let opened = 0;

  function next(now: number): Step {
    const mood = nextMood();
    const wait = exponential(random) * mood.wait;
    return { ...act(mood, now), wait };
  }

  function act(mood: Mood, now: number): Omit<Step, "wait"> {
    const index = Math.floor(random() * open.length);
    const episode = open[index];
    const action = chooseAction(random, mood, open.length);
    if (episode === undefined || action === "open") return tell(openOne(mood, now), null);
    switch (action) {
      case "repeat":
        return tell(episode, null);
      case "change": {
        const changed = change(random, episode);
        open[index] = changed;
        return tell(changed, null);
      }
      case "resolve":
        open.splice(index, 1);
        return tell(episode, now);
      default:
        return action satisfies never;
    }
  }

  /** A new episode, or the open one of what cannot be told from it. */
  function openOne(mood: Mood, now: number): Episode {
    const fresh = begin(random, mood.area, mood.labels, { number: opened + 1, now });
    const known = open.find(({ fingerprint }) => fingerprint === fresh.fingerprint);
    if (known !== undefined) return known;
    opened += 1;
    open.push(fresh);
    return fresh;
  }

  return { next };
}

type Action = "open" | "repeat" | "change" | "resolve";

/** The more is open, the more is resolved: so the number of open episodes stays about the same. */
function chooseAction(random: Random, mood: Mood, open: number): Action {
  return pickWeighted<{ readonly action: Action; readonly weight: number }>(random, [
    { action: "open", weight: 4 * mood.opening },
    { action: "resolve", weight: (4 * open) / POPULATION },
    { action: "repeat", weight: 1.5 },
    { action: "change", weight: 1 },
  ]).action;
}

function tell(episode: Episode, resolvedAt: number | null): Omit<Step, "wait"> {
  return { episode: episode.number, report: reportOf(episode, resolvedAt) };
}
