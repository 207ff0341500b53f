import { countHours } from "../words/time.ts";

/** The event on the window by which it is known that preferences are others now, see prefer-early.ts. */
export const PREFERRED = "preferred";

/** Counts hours as the reader of the page wants it from now on; the time zone in which they want times told. */
export function prefer(): string {
  const { timeZone = "UTC", hourCycle } = document.documentElement.dataset;
  countHours(hourCycle);
  return timeZone;
}
