import type { Time } from "./alert.ts";

const RFC_3339 =
  /^(?<date>\d{4}-\d{2}-\d{2})[Tt ](?<clock>\d{2}:\d{2}:\d{2})(?:\.(?<fraction>\d{1,9}))?(?:[Zz]|(?<sign>[+-])(?<hours>\d{2}):(?<minutes>\d{2}))$/u;

/** Whether the text is an RFC 3339 time: any offset, up to nanoseconds, a date that exists. */
export function isTime(text: string): boolean {
  return millisecondsOf(text) !== null;
}

/**
 * The time in UTC, cut to milliseconds. Null for what is no time, and for the year 1, whose first
 * moment is how Go writes "none".
 */
export function timeFrom(text: string): Time | null {
  if (isOurs(text)) return text;
  const milliseconds = millisecondsOf(text);
  if (milliseconds === null) return null;
  const time = new Date(milliseconds).toISOString();
  return time < "0002" ? null : time;
}

/** Whether it is written as it is kept, as many write it: to take it apart costs ten times as much. */
function isOurs(text: string): boolean {
  if (text.length !== OURS.length || text < "0002") return false;
  const milliseconds = Date.parse(text);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString() === text;
}

const OURS = "2026-01-31T09:30:00.000Z";

function millisecondsOf(text: string): number | null {
  const parts = RFC_3339.exec(text)?.groups;
  if (parts === undefined) return null;
  const { date = "", clock = "", fraction = "", sign, hours, minutes } = parts;
  const local = Date.parse(`${date}T${clock}.${fraction.padEnd(3, "0").slice(0, 3)}Z`);
  if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(`${date}T${clock}`)) {
    return null; // Date rolls 30 February over to 2 March.
  }
  const offset = offsetOf(sign, Number(hours ?? 0), Number(minutes ?? 0));
  return offset === null ? null : withinCalendar(local - offset);
}

function offsetOf(sign: string | undefined, hours: number, minutes: number): number | null {
  if (hours > 23 || minutes > 59) return null;
  return (sign === "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** Beyond the year 9999 texts no longer sort as the times they name. */
function withinCalendar(milliseconds: number): number | null {
  return milliseconds <= Date.UTC(9999, 11, 31, 23, 59, 59, 999) ? milliseconds : null;
}
