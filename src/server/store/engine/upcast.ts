import { type Actor, sourceActor } from "../../../domain/actor.ts";
import type { AlertEvent, EventType } from "../../../domain/event.ts";

/** An event as it lies in the log, in whatever version it was written. */
export interface StoredEvent {
  readonly type: EventType;
  readonly version: number;
  readonly actor: string;
  readonly data: object;
}

/** What a version may say in another way than the next. */
type Said = Pick<StoredEvent, "actor" | "data">;

/** Turns what one version of an event says into that of the next, `source` being the alert's. */
type Upcast = (said: Said, source: string) => Said;

/** For each type, the steps from version 1 to 2, from 2 to 3 and so on. */
export type Upcasts = Readonly<Record<EventType, readonly Upcast[]>>;

// In version 1, a source stood there by its name alone. What only operators do, they did as `operator`.
const bySource: Upcast = ({ actor, data }) => ({ actor: sourceActor(actor), data });
/** Of a source that called itself so, an operator's acts were taken for its own, and still are. */
const byEither: Upcast = (said, source) => (said.actor === source ? bySource(said, source) : said);

export const UPCASTS: Upcasts = {
  AlertOpened: [bySource],
  AlertReopened: [bySource],
  AlertRepeated: [bySource],
  AlertRetitled: [bySource],
  AlertSeverityChanged: [bySource],
  AlertDescribed: [bySource],
  AlertAcknowledged: [],
  AlertUnacknowledged: [],
  AlertResolved: [byEither],
  AlertSnoozed: [],
  AlertWoken: [],
  AlertNoted: [],
  AlertDeleted: [],
  AlertRestored: [byEither],
  AlertForgotten: [],
};

/** The version in which events of a type are written today. */
export function versionOf(type: EventType, upcasts: Upcasts = UPCASTS): number {
  return upcasts[type].length + 1;
}

/**
 * The event in today's version, `source` being its alert's. Events are never rewritten in the log;
 * only what is read changes.
 */
export function upcast(
  stored: StoredEvent,
  source: string,
  upcasts: Upcasts = UPCASTS,
): AlertEvent & { readonly actor: Actor } {
  const steps = upcasts[stored.type].slice(stored.version - 1);
  const { actor, data } = steps.reduce((older, step) => step(older, source), stored as Said);
  return { type: stored.type, data, actor } as AlertEvent & { readonly actor: Actor };
}
