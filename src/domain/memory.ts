import type { Alert, Time } from "./alert.ts";
import type { RecordedEvent } from "./event.ts";
import { CHANGE_CREDIT, CHANGE_PRICE } from "./pace.ts";
import type { Unrecorded } from "./unrecorded.ts";

/** Starts that are remembered of an episode beside its first: a start may move with every report. */
const MAX_STARTS = 16;

/** What is known of an episode beside its row. The first two are learned from its events. */
export interface Memory {
  /** The starts it was told under beside `startedAt`, in order: the latest, at most 16. */
  readonly starts: readonly Time[];
  /** Until when changes of its words are paid for, null where none was recorded. */
  readonly paidUntil: Time | null;
  /** What its source said that the log does not have yet. */
  readonly unrecorded: Unrecorded | null;
  /** Whether it is over and another episode of the same identity is open. */
  readonly isSucceeded: boolean;
}

export const NO_MEMORY: Memory = {
  starts: [],
  paidUntil: null,
  unrecorded: null,
  isSucceeded: false,
};

/** The memory after an event. */
export function learn(memory: Memory, event: RecordedEvent): Memory {
  switch (event.type) {
    case "AlertOpened":
    case "AlertForgotten":
      return NO_MEMORY;
    case "AlertRepeated":
    case "AlertReopened":
    case "AlertResolved":
      return told(memory, event.data.starts ?? []);
    case "AlertRetitled":
    case "AlertSeverityChanged":
    case "AlertDescribed":
      return { ...memory, paidUntil: pay(memory, event.recordedAt) };
    case "AlertAcknowledged":
    case "AlertUnacknowledged":
    case "AlertSnoozed":
    case "AlertWoken":
    case "AlertNoted":
    case "AlertDeleted":
    case "AlertRestored":
      return memory;
    default:
      return event satisfies never;
  }
}

/** Most events name no new start. */
function told(memory: Memory, starts: readonly Time[]): Memory {
  if (starts.length === 0) return memory;
  return { ...memory, starts: latestStarts([...memory.starts, ...starts]) };
}

function pay({ paidUntil }: Memory, now: Time): Time {
  const from = Math.max(Date.parse(paidUntil ?? now), Date.parse(now));
  return new Date(from + CHANGE_PRICE).toISOString();
}

/** From when on a change of words may be recorded again. */
export function creditFrom({ paidUntil }: Memory): Time | null {
  if (paidUntil === null) return null;
  return new Date(Date.parse(paidUntil) - (CHANGE_CREDIT - 1) * CHANGE_PRICE).toISOString();
}

/** Each once and in order; of too many, those that come last. */
export function latestStarts(starts: readonly Time[]): readonly Time[] {
  return [...new Set(starts)].sort().slice(-MAX_STARTS);
}

/** Whether the episode was told under this start. */
export function isToldUnder(alert: Alert, { starts }: Memory, start: Time): boolean {
  return start === alert.startedAt || starts.includes(start);
}

/** Whether the episode has something to learn of this start. */
export function isNewStart(alert: Alert, memory: Memory, start: Time): boolean {
  const { starts } = memory;
  const isForgotten = starts.length === MAX_STARTS && start < (starts[0] ?? "");
  return !isForgotten && !isToldUnder(alert, memory, start);
}
