import { timeOf, type Wall, wallOf, weekdayOf } from "../words/calendar.ts";
import { fieldTime } from "../words/time-field.ts";

/** A time until which an alert may be put off, and what it is called. */
export interface SnoozeTime {
  readonly words: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** When a working day begins, by the clock on the reader's wall. */
const MORNING = 9;
/** 0 for Sunday. */
const MONDAY = 1;

/** What is offered at a time (ms since 1970) in a time zone, the nearest first. */
export function snoozeTimes(now: number, zone: string): readonly SnoozeTime[] {
  const today = wallOf(now, zone);
  // To the minute, and for no less than it says.
  const minute = Math.ceil(now / MINUTE) * MINUTE;
  const morningIn = (days: number) => timeOf(morning(today, days), zone);
  const toMonday = (7 + MONDAY - weekdayOf(today)) % 7 || 7;
  const times = [
    { words: "For 1 hour", until: minute + HOUR },
    { words: "For 4 hours", until: minute + 4 * HOUR },
    ...(today.hour < MORNING ? [{ words: "Until 9:00 today", until: morningIn(0) }] : []),
    { words: "Until tomorrow, 9:00", until: morningIn(1) },
    ...(toMonday > 1 ? [{ words: "Until Monday, 9:00", until: morningIn(toMonday) }] : []),
  ];
  return times.sort((one, other) => one.until - other.until);
}

function morning({ year, month, day }: Wall, days: number) {
  return { year, month, day: day + days, hour: MORNING };
}

/** The time that a field of the kind `datetime-local` holds; null where it is no time or past. */
export function ownTime(typed: string, now: number, zone: string): number | null {
  const time = fieldTime(typed, zone);
  return time !== null && time > now ? time : null;
}
