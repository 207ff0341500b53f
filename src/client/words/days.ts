import { dayWords } from "./time.ts";

interface Received {
  readonly id: number;
  readonly receivedAt: string;
}

/** The day of each row that is the newest of its day; the newest row of all needs none. */
export function dayStarts(rows: readonly Received[], zone: string): ReadonlyMap<number, string> {
  const days = new Map<number, string>();
  let dayAbove = "";
  for (const { id, receivedAt } of rows) {
    const day = dayWords(receivedAt, zone);
    if (dayAbove !== "" && day !== dayAbove) days.set(id, day);
    dayAbove = day;
  }
  return days;
}
