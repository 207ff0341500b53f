import type { EventType } from "./event.ts";

/** What a report led to, as its sender is told. */
export const OUTCOMES = [
  "opened",
  "updated",
  "repeated",
  "resolved",
  "unchanged",
  "rejected",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The outcome of a report that was accepted, from the types of the events it led to. */
export function outcomeOf(events: readonly EventType[]): Outcome {
  if (events.length === 0) return "unchanged";
  if (events.includes("AlertResolved")) return "resolved";
  if (events.includes("AlertOpened") || events.includes("AlertReopened")) return "opened";
  return events.every((type) => type === "AlertRepeated") ? "repeated" : "updated";
}
