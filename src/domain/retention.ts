import type { Alert, Time } from "./alert.ts";

const UNITS = ["d", "w", "m", "y"] as const;

/** How long something is kept: so many days, weeks, months or years. */
export interface Age {
  readonly count: number;
  readonly unit: (typeof UNITS)[number];
}

/** Reads what is written as `90d` or `2y`; null where that is no age, or none at all. */
export function readAge(text: string): Age | null {
  const match = /^([1-9]\d{0,4})([dwmy])$/u.exec(text);
  const unit = UNITS.find((one) => one === match?.[2]);
  return unit === undefined ? null : { count: Number(match?.[1]), unit };
}

/** As {@link readAge} reads it. */
export function writeAge({ count, unit }: Age): string {
  return `${count}${unit}`;
}

/** The time so long before `now` (ms since 1970), by the calendar in UTC. */
export function timeBefore({ count, unit }: Age, now: number): Time {
  const date = new Date(now);
  switch (unit) {
    case "d":
      date.setUTCDate(date.getUTCDate() - count);
      break;
    case "w":
      date.setUTCDate(date.getUTCDate() - 7 * count);
      break;
    case "m":
      goBack(date, count);
      break;
    case "y":
      goBack(date, 12 * count);
      break;
    default:
      unit satisfies never;
  }
  return date.toISOString();
}

/** By so many months. Of one that has no such day it is the last, so that nothing is kept shorter than was said. */
function goBack(date: Date, months: number): void {
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() - months);
  if (date.getUTCDate() !== day) date.setUTCDate(0);
}

/**
 * What lies beyond it is not kept: of resolved alerts those that were received and resolved before,
 * of the trash what was put there before and has not been reported since.
 */
export interface Horizon {
  readonly of: "resolved" | "trash";
  readonly before: Time;
}

/** Whether the alert lies beyond the horizon. */
export function isPast(alert: Alert, { of, before }: Horizon): boolean {
  switch (of) {
    case "resolved":
      // What is open was never resolved, also where it was before.
      return isBefore([alert.receivedAt, alert.resolvedAt], before);
    case "trash":
      return isBefore([alert.deletedAt, alert.lastSeenAt], before);
    default:
      return of satisfies never;
  }
}

function isBefore(times: readonly (Time | null)[], before: Time): boolean {
  return times.every((time) => time !== null && Date.parse(time) < Date.parse(before));
}
