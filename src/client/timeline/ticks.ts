import { MONTHS, timeOf, type Wall, wallOf, WEEKDAYS, weekdayOf } from "../words/calendar.ts";
import { hourWords } from "./hour-words.ts";
import { roomOf, type Scale, timeAt, yOf } from "./scale.ts";

/** A time (ms since 1970) with its name, so far down (px). */
export interface Tick {
  readonly time: number;
  readonly y: number;
  readonly label: string;
}

/** Labels are so far apart (px) at least, and from both ends so far that they can be read whole. */
const APART = 30;
const MARGIN = 9;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** So old (ms), a day or a month is named with its year. */
const LONG_AGO = 300 * DAY;
/** So long (ms) a name of a day of the week means one day. */
const WEEK = 6 * DAY;

/** What ticks may be apart: so many of a unit, about so long (ms). */
interface Step {
  readonly unit: "minute" | "hour" | "day" | "week" | "month" | "year";
  readonly count: number;
  readonly length: number;
}

const STEPS: readonly Step[] = [
  ...[1, 2, 5, 10, 30].map((n) => ({ unit: "minute", count: n, length: n * MINUTE }) as const),
  ...[1, 2, 6, 12].map((n) => ({ unit: "hour", count: n, length: n * HOUR }) as const),
  { unit: "day", count: 1, length: DAY },
  { unit: "week", count: 1, length: 7 * DAY },
  ...[1, 3, 6].map((n) => ({ unit: "month", count: n, length: n * 30.44 * DAY }) as const),
  ...[1, 2, 5, 10, 100].map((n) => ({ unit: "year", count: n, length: n * 365.25 * DAY }) as const),
];
const LONGEST: Step = { unit: "year", count: 1000, length: 365_250 * DAY };

/** The ticks of a scale, from the newest to the oldest: the older, the longer their steps. */
export function ticksOf(scale: Scale, zone: string): readonly Tick[] {
  const ticks: Tick[] = [];
  let time = timeAt(scale, 0);
  let y = MARGIN - APART;
  while (y < scale.height - MARGIN) {
    const from = time;
    const step = STEPS.find(({ length }) => roomOf(scale, length, from) >= APART) ?? LONGEST;
    time = Math.min(floorTo(time - 1, step, zone), time - 1);
    const at = yOf(scale, time);
    if (at - y < APART) continue;
    y = at;
    if (y > scale.height - MARGIN) break;
    ticks.push({ time, y, label: labelOf(time, step, zone, scale.now) });
  }
  return ticks;
}

/** The latest time that is a whole step in that zone, and not after a time. */
function floorTo(time: number, { unit, count }: Step, zone: string): number {
  const { year, month, day, hour, minute } = wallOf(time, zone);
  switch (unit) {
    case "minute":
      return timeOf({ year, month, day, hour, minute: minute - (minute % count) }, zone);
    case "hour":
      return timeOf({ year, month, day, hour: hour - (hour % count) }, zone);
    case "day":
      return timeOf({ year, month, day }, zone);
    case "week":
      return timeOf({ year, month, day: day - ((weekdayOf({ year, month, day }) + 6) % 7) }, zone);
    case "month":
      return timeOf({ year, month: month - ((month - 1) % count) }, zone);
    case "year":
      return timeOf({ year: year - (year % count) }, zone);
    default:
      return unit satisfies never;
  }
}

function labelOf(time: number, { unit }: Step, zone: string, now: number): string {
  const wall = wallOf(time, zone);
  const age = now - time;
  switch (unit) {
    case "minute":
    case "hour":
      return wall.hour + wall.minute === 0 ? dayLabel(wall, age) : hourWords(wall);
    case "day":
    case "week":
      return dayLabel(wall, age);
    case "month":
      if (wall.month === 1) return String(wall.year);
      return `${MONTHS[wall.month - 1]}${yearLabel(wall, age)}`;
    case "year":
      return String(wall.year);
    default:
      return unit satisfies never;
  }
}

/** "Sun", "16 Nov", "16 Nov 24" */
function dayLabel(wall: Wall, age: number): string {
  if (age < WEEK) return WEEKDAYS[weekdayOf(wall)] ?? "";
  return `${wall.day} ${MONTHS[wall.month - 1]}${yearLabel(wall, age)}`;
}

function yearLabel({ year }: Wall, age: number): string {
  return age < LONG_AGO ? "" : ` ${String(year % 100).padStart(2, "0")}`;
}
