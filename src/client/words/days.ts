import { dayWords } from "./time.ts";

interface Received {
  readonly id: number;
  readonly receivedAt: string;
}

/** Time zones differ by multiples of this (ms): within one of them, no day begins anywhere. */
const QUARTER = 900_000;

/** The day of each row that is the newest of its day; the newest row of all needs none. */
export function dayStarts(rows: readonly Received[], zone: string): ReadonlyMap<number, string> {
  const days = new Map<number, string>();
  let dayAbove = "";
  let quarterAbove = Number.NaN;
  for (const { id, receivedAt } of rows) {
    const quarter = Math.floor(Date.parse(receivedAt) / QUARTER);
    // Rows of a burst share it, and finding the words of a day is slow.
    if (quarter === quarterAbove) continue;
    const day = dayWords(receivedAt, zone);
    if (dayAbove !== "" && day !== dayAbove) days.set(id, day);
    dayAbove = day;
    quarterAbove = quarter;
  }
  return days;
}
