import { setTimeout as delay } from "node:timers/promises";
import type { Report } from "../domain/command.ts";
import type { Outcome } from "../domain/outcome.ts";
import type { Scenario } from "./scenario.ts";
import { send, type Target } from "./send.ts";

export interface RunOptions {
  readonly scenario: Scenario;
  readonly target: Target;
  /** Reports a second, on average. */
  readonly rate: number;
  /** Ends after this many reports. */
  readonly count: number;
}

/** The most reports that one body may carry. */
const BATCH = 1000;
/** What a slow server made the scenario miss, beyond this (ms), is not caught up with. */
const MAX_LAG = 1000;

/**
 * Posts what the scenario tells, at its pace, and yields the outcomes of each body. One body is
 * under way at a time, so a slow server gets fewer and larger ones. Ends after `count`, or by
 * throwing, as {@link send} does.
 */
export async function* run({
  scenario,
  target,
  rate,
  count,
}: RunOptions): AsyncGenerator<Outcome[]> {
  const interval = 1000 / rate;
  let due = Date.now();
  let posted = 0;

  function takeDue(now: number): Report[] {
    const reports: Report[] = [];
    due = Math.max(due, now - MAX_LAG);
    while (due <= now && reports.length < Math.min(BATCH, count - posted)) {
      const { report, wait } = scenario.next(due);
      reports.push(report);
      due += wait * interval;
    }
    return reports;
  }

  while (posted < count) {
    const reports = takeDue(Date.now());
    if (reports.length > 0) yield await send(reports, target);
    posted += reports.length;
    await delay(Math.max(0, due - Date.now()), undefined, { signal: target.signal });
  }
}
