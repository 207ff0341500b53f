import { type Bucket, totalOf } from "./bars.ts";
import { MONTHS, type Wall, wallOf, WEEKDAYS, weekdayOf } from "../words/calendar.ts";
import { hourWords, secondWords } from "./hour-words.ts";

const MINUTE = 60_000;

/** "Tue 17 Nov, 02:00–03:00", "Tue 17 Nov", "28 Oct – 24 Nov 2025": from `start` up to `end` (ms since 1970). */
export function spanWords(start: number, end: number, zone: string, now: number): string {
  const [from, to, last] = [wallOf(start, zone), wallOf(end, zone), wallOf(end - 1, zone)];
  const year = last.year === wallOf(now, zone).year ? "" : ` ${last.year}`;
  if (!isMidnight(from) || !isMidnight(to)) {
    const clock = end - start < MINUTE ? secondWords : hourWords;
    if (isSameDay(from, last)) return `${dayWords(from)}${year}, ${clock(from)}–${clock(to)}`;
    return `${dateWords(from)}, ${clock(from)} – ${dateWords(to)}${year}, ${clock(to)}`;
  }
  if (isSameDay(from, last)) return `${dayWords(from)}${year}`;
  const first = from.year === last.year ? dateWords(from) : `${dateWords(from)} ${from.year}`;
  return `${first} – ${dateWords(last)}${year}`;
}

/** "41 alerts, 6 critical" */
export function countWords(counts: Bucket["counts"]): string {
  const total = totalOf(counts);
  if (total === 0) return "no alerts";
  const words = `${total.toLocaleString("en-GB")} ${total === 1 ? "alert" : "alerts"}`;
  return counts.critical === 0
    ? words
    : `${words}, ${counts.critical.toLocaleString("en-GB")} critical`;
}

function isMidnight({ hour, minute, second }: Wall): boolean {
  return hour + minute + second === 0;
}

function isSameDay(a: Wall, b: Wall): boolean {
  return a.year === b.year && a.month === b.month && a.day === b.day;
}

function dayWords(wall: Wall): string {
  return `${WEEKDAYS[weekdayOf(wall)]} ${dateWords(wall)}`;
}

function dateWords({ day, month }: Wall): string {
  return `${day} ${MONTHS[month - 1]}`;
}
