import { Cron } from "croner";

/** When backups are due, by the clock of the machine in its time zone. */
export interface Schedule {
  /** The line of cron that says it. */
  readonly line: string;
  /** The time after `after` at which one is due (both ms since 1970); null where none is any more. */
  readonly next: (after: number) => number | null;
}

/** Reads a line of cron of five or six fields, or such as `@daily`; null where it is none, or names no day. */
export function readSchedule(line: string): Schedule | null {
  try {
    // It is not started: it is asked only.
    const cron = new Cron(line, { paused: true });
    const next = (after: number) => cron.nextRun(new Date(after))?.getTime() ?? null;
    return next(0) === null ? null : { line, next };
  } catch {
    return null;
  }
}

/** Whether the schedule has come up twice since the newest backup was begun (ms since 1970). */
export function isOverdue({ next }: Schedule, newest: number, now: number): boolean {
  const first = next(newest);
  const second = first === null ? null : next(first);
  return second !== null && second <= now;
}
