import { timeOf, wallOf } from "./calendar.ts";

/** The text of a field of the kind `datetime-local` for a time (ms since 1970), by the wall of a time zone. */
export function fieldText(time: number, zone: string): string {
  const { year, month, day, hour, minute } = wallOf(time, zone);
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/**
 * The time (ms since 1970) that such a field holds; null where it is none. `Date` reads it by the zone of the
 * machine, which need not be the one that the reader has chosen.
 */
export function fieldTime(text: string, zone: string): number | null {
  const [year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN] = text
    .split(/[-T:]/u)
    .map(Number);
  if ([year, month, day, hour, minute].some(Number.isNaN)) return null;
  return timeOf({ year, month, day, hour, minute }, zone);
}
