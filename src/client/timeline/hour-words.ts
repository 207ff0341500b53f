import { hourCycle } from "../words/time.ts";
import type { Wall } from "../words/calendar.ts";

/** "14:30"; "2:30 pm" and "2 pm" where a day has twice twelve hours. */
export function hourWords({ hour, minute }: Pick<Wall, "hour" | "minute">): string {
  if (hourCycle() === "h23") return `${twoDigits(hour)}:${twoDigits(minute)}`;
  return halfDay(hour, minute === 0 ? "" : `:${twoDigits(minute)}`);
}

/** "14:30:05", "2:30:05 pm" */
export function secondWords({ hour, minute, second }: Wall): string {
  const rest = `:${twoDigits(minute)}:${twoDigits(second)}`;
  return hourCycle() === "h23" ? twoDigits(hour) + rest : halfDay(hour, rest);
}

function halfDay(hour: number, rest: string): string {
  return `${hour % 12 || 12}${rest} ${hour < 12 ? "am" : "pm"}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
