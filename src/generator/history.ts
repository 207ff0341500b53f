import type { Report } from "../domain/command.ts";
import { chance, seededRandom } from "./random.ts";
import { createScenario } from "./scenario.ts";

/** Something that happened `at` (ms since 1970, never decreasing) to the n-th episode, from 1. */
export type Happening = { readonly at: number; readonly episode: number } & (
  | { readonly type: "Report"; readonly report: Report }
  | { readonly type: "Acknowledge" | "Delete" }
);

export interface HistoryOptions {
  readonly seed: number;
  /** How many alerts it leaves in an empty feed. */
  readonly alerts: number;
  /** The time they are spread over, in ms since 1970. */
  readonly from: number;
  readonly to: number;
}

/** How many steps there are to each episode, about; {@link history} corrects itself as it goes. */
const STEPS_PER_EPISODE = 2.7;

/**
 * What happened between two times: most alerts are resolved at the end, a few dozen are firing,
 * some of those acknowledged, and an operator has deleted a few.
 */
export function* history({ seed, alerts, from, to }: HistoryOptions): Generator<Happening> {
  const scenario = createScenario({ seed });
  const random = seededRandom(~seed);
  const acknowledged = new Set<number>();
  let opened = 0;
  for (let at = from; opened < alerts;) {
    const { episode, report, wait } = scenario.next(at);
    yield { at, episode, type: "Report", report };
    if (episode > opened) {
      opened = episode;
    } else if (report.status === "resolved") {
      acknowledged.delete(episode);
      if (chance(random, 0.005)) yield { at, episode, type: "Delete" };
    } else if (!acknowledged.has(episode) && chance(random, 0.25)) {
      acknowledged.add(episode);
      yield { at, episode, type: "Acknowledge" };
    }
    const interval = (to - at) / ((alerts - opened) * STEPS_PER_EPISODE);
    at = Math.min(to, at + Math.round(wait * interval));
  }
}
