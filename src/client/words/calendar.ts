/** A moment as a calendar and a clock on a wall show it; months from 1. */
export interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
export const WEEKDAYS = "Sun Mon Tue Wed Thu Fri Sat".split(" ");

/** What the wall of a time zone shows at a time (ms since 1970). */
export function wallOf(time: number, zone: string): Wall {
  const shown = new Map(
    formatOf(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  const read = (type: Intl.DateTimeFormatPartTypes): number => Number(shown.get(type));
  return {
    year: read("year"),
    month: read("month"),
    day: read("day"),
    hour: read("hour"),
    minute: read("minute"),
    second: read("second"),
  };
}

/**
 * When the wall shows that. Months, days and hours beyond their range count on, as in a `Date`. What it
 * shows twice, as clocks are set back, is the first of both; what it leaves out, the time after.
 */
export function timeOf(wall: Partial<Wall> & Pick<Wall, "year">, zone: string): number {
  const { year, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = wall;
  const utc = Date.UTC(year, month - 1, day, hour, minute, second);
  const before = utc - offsetOf(utc - DAY, zone);
  const after = utc - offsetOf(utc + DAY, zone);
  const isShown = (time: number): boolean => time + offsetOf(time, zone) === utc;
  return !isShown(before) && isShown(after) ? after : before;
}

const DAY = 86_400_000;

/** By how much (ms) the wall is ahead of UTC. */
export function offsetOf(time: number, zone: string): number {
  const { year, month, day, hour, minute, second } = wallOf(time, zone);
  const utc = Date.UTC(year, month - 1, day, hour, minute, second);
  return utc - Math.floor(time / 1000) * 1000;
}

/** 0 for Sunday. */
export function weekdayOf({ year, month, day }: Pick<Wall, "year" | "month" | "day">): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

// Making a format costs more than a thousand uses of it.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-GB", {
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
      hourCycle: "h23",
      timeZone,
    });
  formats.set(timeZone, known);
  return known;
}
