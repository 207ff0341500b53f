import type { AlertEvent, EventType } from "../../shared/event.ts";

/** An event as it lies in the log, in whatever version it was written. */
export interface StoredEvent {
  readonly type: EventType;
  readonly version: number;
  readonly data: object;
}

/** Turns the data of one version of an event into that of the next. */
type Upcast = (data: object) => object;

/** For each type, the steps from version 1 to 2, from 2 to 3 and so on. */
export type Upcasts = Readonly<Record<EventType, readonly Upcast[]>>;

export const UPCASTS: Upcasts = {
  AlertOpened: [],
  AlertReopened: [],
  AlertRepeated: [],
  AlertRetitled: [],
  AlertSeverityChanged: [],
  AlertDescribed: [],
  AlertAcknowledged: [],
  AlertUnacknowledged: [],
  AlertResolved: [],
  AlertNoted: [],
  AlertDeleted: [],
  AlertRestored: [],
};

/** The version in which events of a type are written today. */
export function versionOf(type: EventType, upcasts: Upcasts = UPCASTS): number {
  return upcasts[type].length + 1;
}

/** The event in today's version. Events are never rewritten in the log; only what is read changes. */
export function upcast(stored: StoredEvent, upcasts: Upcasts = UPCASTS): AlertEvent {
  const steps = upcasts[stored.type].slice(stored.version - 1);
  const data = steps.reduce((older, step) => step(older), stored.data);
  return { type: stored.type, data } as AlertEvent;
}
