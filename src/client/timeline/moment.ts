import { MONTHS, timeOf, wallOf, WEEKDAYS, weekdayOf } from "../words/calendar.ts";

/** No moment takes more characters. */
const LONGEST = 40;

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};
const AGO = /^-(?<count>\d{1,6}) ?(?<unit>s|m|min|h|d|w|mo|y)$/u;
const CLOCK = /^(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?$/u;
const ISO_DATE = /^(?<year>\d{4})(?:-(?<month>\d{1,2})(?:-(?<day>\d{1,2}))?)?$/u;
const DAY_FIRST = /^(?:(?<day>\d{1,2}) )?(?<name>[a-z]{3,9})(?: (?<year>\d{4}))?$/u;
const MONTH_FIRST = /^(?<name>[a-z]{3,9}) (?<day>\d{1,2})(?: (?<year>\d{4}))?$/u;

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * The time (ms since 1970) that somebody means who writes "2026-03-03", "3 Mar 14:30", "14:30", "-3d", "Mon" or
 * "yesterday" in that zone; null where it cannot be told. A day is meant from its beginning, and what recurs is
 * the last one before now.
 */
export function readMoment(text: string, now: number, zone: string): number | null {
  if (text.length > LONGEST) return null;
  const words = text.trim().toLowerCase().replaceAll(",", " ").split(/\s+/u).join(" ");
  if (words === "now") return now;
  return readAgo(words, now, zone) ?? readInstant(text.trim()) ?? readWall(words, now, zone);
}

/** "-3d" */
function readAgo(words: string, now: number, zone: string): number | null {
  const { count, unit = "" } = AGO.exec(words)?.groups ?? {};
  if (count === undefined) return null;
  const length = UNITS[unit];
  if (length !== undefined) return now - Number(count) * length;
  const wall = wallOf(now, zone);
  const isYear = unit === "y";
  if (isYear && Number(count) > wall.year) return null;
  return isYear
    ? timeOf({ ...wall, year: wall.year - Number(count) }, zone)
    : timeOf({ ...wall, month: wall.month - Math.min(Number(count), 12 * wall.year) }, zone);
}

/** "2026-03-03T14:30:00Z", the time as the interface writes it. */
function readInstant(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]{5,12}(?:Z|[+-]\d{2}:\d{2})$/iu.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

/** "14:30", "3 mar", "3 mar 14:30", "2026-03-03t14:30" */
function readWall(words: string, now: number, zone: string): number | null {
  const parts = words.replace(/(?<=\d)t(?=\d)/u, " ").split(" ");
  const clock = CLOCK.exec(parts.at(-1) ?? "")?.groups;
  if (clock === undefined) return readDay(words, { hour: 0, minute: 0, second: 0 }, now, zone);
  const time = {
    hour: Number(clock["hour"]),
    minute: Number(clock["minute"]),
    second: Number(clock["second"] ?? 0),
  };
  if (time.hour > 23 || time.minute > 59 || time.second > 59) return null;
  const day = parts.slice(0, -1).join(" ");
  return day === "" ? lastClock(time, now, zone) : readDay(day, time, now, zone);
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

function lastClock(clock: Clock, now: number, zone: string): number {
  const { year, month, day } = wallOf(now, zone);
  const today = timeOf({ year, month, day, ...clock }, zone);
  return today <= now ? today : timeOf({ year, month, day: day - 1, ...clock }, zone);
}

function readDay(words: string, clock: Clock, now: number, zone: string): number | null {
  const today = wallOf(now, zone);
  const back = daysBack(words, today);
  if (back !== null) return timeOf({ ...today, day: today.day - back, ...clock }, zone);
  const named = readDate(words);
  if (named === null) return null;
  const { year, month, day } = named;
  if (year !== null)
    return isDay({ year, month, day }) ? timeOf({ year, month, day, ...clock }, zone) : null;
  // The 29th of February may be years ago.
  for (let candidate = today.year; candidate > today.year - 9; candidate--) {
    if (!isDay({ year: candidate, month, day })) continue;
    const time = timeOf({ year: candidate, month, day, ...clock }, zone);
    if (time <= now) return time;
  }
  return null;
}

/** How many days ago, by its name: "today", "yesterday", "mon", "monday". */
function daysBack(words: string, today: Day): number | null {
  if (words === "today") return 0;
  if (words === "yesterday") return 1;
  const weekday = WEEKDAYS.findIndex((name) => isNamed(words, name, `${FULL_DAYS[name]}day`));
  return weekday < 0 ? null : (weekdayOf(today) - weekday + 7) % 7;
}

const FULL_DAYS: Readonly<Record<string, string>> = {
  Sun: "Sun",
  Mon: "Mon",
  Tue: "Tues",
  Wed: "Wednes",
  Thu: "Thurs",
  Fri: "Fri",
  Sat: "Satur",
};
const FULL_MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

/** Whether it is the short name, the whole one, or as much of that as tells it from others. */
function isNamed(words: string, short: string, whole: string): boolean {
  return words.startsWith(short.toLowerCase()) && whole.toLowerCase().startsWith(words);
}

function readDate(words: string): { year: number | null; month: number; day: number } | null {
  const iso = ISO_DATE.exec(words)?.groups;
  if (iso !== undefined) {
    const { year, month = 1, day = 1 } = iso;
    return { year: Number(year), month: Number(month), day: Number(day) };
  }
  const { name, day = 1, year } = (DAY_FIRST.exec(words) ?? MONTH_FIRST.exec(words))?.groups ?? {};
  if (name === undefined) return null;
  const index = MONTHS.findIndex((short, at) => isNamed(name, short, FULL_MONTHS[at] ?? ""));
  if (index < 0) return null;
  return { year: year === undefined ? null : Number(year), month: index + 1, day: Number(day) };
}

function isDay({ year, month, day }: Day): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
