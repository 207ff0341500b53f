import type { Time } from "./alert.ts";

/** Characters of a time with a year of four digits, and of its date. */
const [USUAL, DATE] = [24, 10];
const ZERO = 0x30;

let today = "";
let midnight = Number.NaN;

/**
 * What `Date.parse` says of a time (ms since 1970), in a third of its time: neighbours in the log and in the feed mostly
 * share a day, so its date is read once.
 */
export function millisecondsOf(time: Time): number {
  if (time.length !== USUAL) return Date.parse(time);
  const date = time.slice(0, DATE);
  if (date !== today) {
    midnight = Date.parse(date);
    today = date;
  }
  const minutes = 60 * twoDigits(time, 11) + twoDigits(time, 14);
  const seconds = 60 * minutes + twoDigits(time, 17);
  return midnight + 1000 * seconds + 10 * twoDigits(time, 20) + digit(time, 22);
}

function twoDigits(time: Time, at: number): number {
  return 10 * digit(time, at) + digit(time, at + 1);
}

function digit(time: Time, at: number): number {
  return time.charCodeAt(at) - ZERO;
}
