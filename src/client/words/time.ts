const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The age of something in the one unit that says enough: "now", "14 min", "3 h", "5 mo". */
export function ageWords(from: string, now: number): string {
  const age = now - Date.parse(from);
  if (age < MINUTE) return "now";
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h`;
  if (age < 14 * DAY) return `${Math.floor(age / DAY)} d`;
  if (age < 60 * DAY) return `${Math.floor(age / (7 * DAY))} wk`;
  if (age < 730 * DAY) return `${Math.floor(age / (30.44 * DAY))} mo`;
  return `${Math.floor(age / (365.25 * DAY))} yr`;
}

/** "just now", "3 min ago" */
export function agoWords(time: string, now: number): string {
  const age = ageWords(time, now);
  return age === "now" ? "just now" : `${age} ago`;
}

/** How far off something is: "within a minute", "in 3 min"; empty where it is past. */
export function untilWords(time: string, now: number): string {
  if (Date.parse(time) <= now) return "";
  const age = ageWords(new Date(now).toISOString(), Date.parse(time));
  return age === "now" ? "within a minute" : `in ${age}`;
}

/** How long something took, in its two largest units: "40 s", "1 h 2 min". */
export function durationWords(from: string, to: string): string {
  const length = Math.max(Date.parse(to) - Date.parse(from), 0);
  if (length < MINUTE) return `${Math.floor(length / SECOND)} s`;
  if (length < HOUR) return `${Math.floor(length / MINUTE)} min`;
  if (length < DAY) return twoUnits(length, HOUR, "h", MINUTE, "min");
  return twoUnits(length, DAY, "d", HOUR, "h");
}

function twoUnits(length: number, unit: number, name: string, lesser: number, less: string) {
  const rest = Math.floor((length % unit) / lesser);
  return `${Math.floor(length / unit)} ${name}${rest > 0 ? ` ${rest} ${less}` : ""}`;
}

/** The moment itself in a time zone: "22 Nov 2026, 14:02:11 UTC". */
export function momentWords(time: string, timeZone: string): string {
  return format("moment", timeZone).format(Date.parse(time));
}

/** A time that is near, to the minute: "18:00", on another day "Mon 09:00", later "7 Dec, 09:00". */
export function soonWords(time: string, now: number, timeZone: string): string {
  const at = Date.parse(time);
  if (dateWords(time, timeZone) === dateWords(new Date(now).toISOString(), timeZone))
    return format("minute", timeZone).format(at);
  if (at - now < 6 * DAY) return format("weekday", timeZone).format(at);
  return format(at - now < 300 * DAY ? "later" : "date", timeZone).format(at);
}

/** A moment to the minute, with its year where that is another: "Thu 19 Nov, 02:14". */
export function shortMomentWords(time: string, now: number, timeZone: string): string {
  const isNear = Math.abs(now - Date.parse(time)) < 300 * DAY;
  return format(isNear ? "short" : "long-ago", timeZone).format(Date.parse(time));
}

/** "Sunday, 22 November 2026" */
export function dayWords(time: string, timeZone: string): string {
  return format("day", timeZone).format(Date.parse(time));
}

/** "3 March 2024" */
export function dateWords(time: string, timeZone: string): string {
  return format("date", timeZone).format(Date.parse(time));
}

/** "14:02:11" */
export function clockWords(time: string, timeZone: string): string {
  return format("clock", timeZone).format(Date.parse(time));
}

/** "UTC", "GMT+1" */
export function zoneWords(now: number, timeZone: string): string {
  const parts = format("moment", timeZone).formatToParts(now);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}

const MINUTES = { hour: "2-digit", minute: "2-digit" } as const;
const CLOCK = { ...MINUTES, second: "2-digit" } as const;
const FORMATS = {
  moment: { day: "numeric", month: "short", year: "numeric", ...CLOCK, timeZoneName: "short" },
  day: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  date: { day: "numeric", month: "long", year: "numeric" },
  clock: CLOCK,
  minute: MINUTES,
  weekday: { weekday: "short", ...MINUTES },
  short: { weekday: "short", day: "numeric", month: "short", ...MINUTES },
  "long-ago": { day: "numeric", month: "short", year: "numeric", ...MINUTES },
  later: { day: "numeric", month: "short", ...MINUTES },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Whether a day has twice twelve hours or 24. */
export type HourCycle = "h12" | "h23";

let cycle: HourCycle = "h23";

/** How hours are counted, on all of a page: 24, as the server renders them, until its reader's way is known. */
export function countHours(by: string | undefined): void {
  cycle = by === "h12" ? by : "h23";
}

export function hourCycle(): HourCycle {
  return cycle;
}

/** A format as hours are counted; of twelve, none begins with a zero. */
export function counted(
  options: Intl.DateTimeFormatOptions,
  by = cycle,
): Intl.DateTimeFormatOptions {
  const isHalf = by === "h12" && options.hour !== undefined;
  return { ...options, hourCycle: by, ...(isHalf && { hour: "numeric" }) };
}

// Making a format costs more than a thousand uses of it.
const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: keyof typeof FORMATS, timeZone: string): Intl.DateTimeFormat {
  const key = `${name} ${cycle} ${timeZone}`;
  const known =
    formats.get(key) ?? new Intl.DateTimeFormat("en-GB", { ...counted(FORMATS[name]), timeZone });
  formats.set(key, known);
  return known;
}
