import type { Time } from "../../../domain/alert.ts";

const DAY = 86_400_000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));

let today = Number.NaN;
let date = "";

/**
 * What `toISOString` says of a time (ms since 1970), in a third of its time, which was a fifth of
 * that of a page: neighbours in the feed mostly share a day, so its date is written once.
 */
export function isoTime(milliseconds: number): Time {
  const day = Math.floor(milliseconds / DAY);
  if (day !== today) {
    date = new Date(day * DAY).toISOString().slice(0, -13);
    today = day;
  }
  const rest = milliseconds - day * DAY;
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = TWO_DIGITS[Math.floor(minutes / 60)];
  const fraction = String(1000 + (rest % 1000)).slice(1);
  return `${date}${hours}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}.${fraction}Z`;
}
