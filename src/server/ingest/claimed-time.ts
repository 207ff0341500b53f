import type { Time } from "../../domain/alert.ts";
import { timeFrom } from "../../domain/time.ts";

/** Before 1973 a number is no time that anyone means; beyond these it counts in the next unit. */
const EARLIEST = 1e8;
const SECONDS = 1e11;
const MILLISECONDS = 1e14;
const MICROSECONDS = 1e17;
const NANOSECONDS = 1e20;

const NUMBER = /^\d{1,20}(?:\.\d{1,20})?(?:[eE]\+?\d{1,2})?$/u;

const CALENDAR =
  /^(?<year>\d{4})[-/.]?(?<month>\d{2})[-/.]?(?<day>\d{2})(?:(?:[Tt]| {1,2})(?<hour>\d{2}):?(?<minute>\d{2})(?::?(?<second>\d{2})(?:[.,](?<fraction>\d{1,12}))?)?)?(?<zone> ?[Zz]| ?(?:UTC|GMT)| ?[+-]\d{2}(?::?\d{2})?(?: [A-Z]{1,5}|\[[\w/+-]{1,40}\])?)?$/u;

/** As mail and HTTP write it: `Thu, 26 Nov 2026 03:00:00 GMT`. */
const MAIL =
  /^(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})? (?:GMT|UTC|[+-]\d{4})$/u;

/**
 * The time that a sender names, however it writes it: RFC 3339 and what resembles it, without a zone
 * in UTC, or a count of seconds, milliseconds, microseconds or nanoseconds since 1970. Null where it
 * names none, undefined where it cannot be read.
 */
export function claimedTimeFrom(input: unknown): Time | null | undefined {
  if (input === null || input === undefined || input === 0) return null;
  if (typeof input === "number") return counted(input);
  if (typeof input !== "string") return undefined;
  const text = input.trim();
  if (text === "" || text === "0") return null;
  // Most write it so, and what does not fit here may still be one of what follows.
  const time = timeFrom(text);
  if (time !== null) return time;
  if (NUMBER.test(text) && Number(text) >= EARLIEST) return counted(Number(text));
  if (MAIL.test(text)) return timeAt(Date.parse(text));
  const parts = CALENDAR.exec(text)?.groups;
  return parts === undefined ? undefined : inCalendar(parts);
}

function counted(number: number): Time | undefined {
  if (!(number >= EARLIEST && number < NANOSECONDS)) return undefined;
  if (number < SECONDS) return timeAt(number * 1000);
  if (number < MILLISECONDS) return timeAt(number);
  return timeAt(number < MICROSECONDS ? number / 1000 : number / 1_000_000);
}

function timeAt(milliseconds: number): Time | undefined {
  const isTime = milliseconds <= Date.UTC(9999, 11, 31, 23, 59, 59, 999);
  return isTime ? new Date(Math.round(milliseconds)).toISOString() : undefined;
}

function inCalendar(parts: Readonly<Record<string, string | undefined>>): Time | null | undefined {
  const { year, month, day, hour = "00", minute = "00", second = "00", fraction = "0" } = parts;
  // A leap second is the first moment of the next minute: no other clock here has it.
  const isLeap = second === "60";
  const clock = `${hour}:${minute}:${isLeap ? "59" : second}.${isLeap ? "0" : fraction.slice(0, 9)}`;
  const written = `${year}-${month}-${day}T${clock}${zoneOf(parts["zone"] ?? "")}`;
  const time = timeFrom(written);
  if (time === null) return written.startsWith("000") ? null : undefined;
  return isLeap ? timeAt(Date.parse(time) + 1000) : time;
}

function zoneOf(zone: string): string {
  const digits = /[+-]\d{2}:?(?:\d{2})?/u.exec(zone)?.[0].replace(":", "");
  return digits === undefined ? "Z" : `${digits.slice(0, 3)}:${digits.slice(3) || "00"}`;
}
