import { readAge } from "../../domain/retention.ts";

const UNITS = { d: "day", w: "week", m: "month", y: "year" } as const;

/** "90 days", of what is written as `90d`; as it is where it is written otherwise. */
export function ageWords(text: string): string {
  const age = readAge(text);
  return age === null ? text : `${age.count} ${UNITS[age.unit]}${age.count === 1 ? "" : "s"}`;
}
