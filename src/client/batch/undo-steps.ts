import type { Alert } from "../../domain/alert.ts";
import { type Act, inverseOf } from "../../domain/act.ts";

/** The same done to several alerts. */
export interface Step {
  readonly act: Act;
  readonly ids: readonly number[];
}

/**
 * What takes an act back that was done to the alerts as they were `before`: each of their own
 * inverses, with as few requests as there are different ones, in the order that each alert needs.
 */
export function undoSteps(before: readonly Alert[], act: Act, now: number): readonly Step[] {
  const steps = new Map<string, { readonly act: Act; readonly ids: number[] }>();
  const inverses = before.map((alert) => ({
    id: alert.id,
    acts: inverseOf(alert.snoozedUntil, act, now),
  }));
  const longest = Math.max(0, ...inverses.map(({ acts }) => acts.length));
  for (let turn = 0; turn < longest; turn++) {
    for (const { id, acts } of inverses) {
      const inverse = acts[turn];
      if (inverse === undefined) continue;
      const key = `${turn} ${JSON.stringify(inverse)}`;
      const step = steps.get(key) ?? { act: inverse, ids: [] };
      step.ids.push(id);
      steps.set(key, step);
    }
  }
  return [...steps.values()];
}
