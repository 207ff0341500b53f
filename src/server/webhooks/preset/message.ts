import type { Actor } from "../../../domain/actor.ts";
import type { Alert, Time } from "../../../domain/alert.ts";
import { patchOf } from "../../../domain/diff.ts";
import type { RecordedEvent } from "../../../domain/event.ts";
import { type WebhookEvent, webhookEventOf } from "../../../protocol/webhook-event.ts";

/** One event as webhooks tell it. All that presets make of it they make of this alone. */
export interface Message {
  /** The same for each attempt at this event. */
  readonly id: string;
  readonly type: WebhookEvent | "tocsin.test";
  readonly at: Time;
  readonly actor: Actor;
  /** The alert after the event. */
  readonly alert: Alert;
  /** What the event has made other than it was; nothing where it opened the alert. */
  readonly changed: Partial<Alert>;
  /** What was noted; null for all events but notes. */
  readonly note: string | null;
  /** What names the alert among those of all servers. */
  readonly identity: string;
  /** Where the alert is shown, null where nobody has said under which address. */
  readonly link: string | null;
}

/** The server that tells. */
export interface Teller {
  /** Of its database. */
  readonly epoch: string;
  readonly publicOrigin: URL | null;
}

/** What is sent, apart from what every request has and from the signature. */
export interface Outgoing {
  readonly url: string;
  readonly method: "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A form of requests: what a receiver of its kind is sent of a message; null where that is nothing. */
export type Preset = (message: Message, address: URL) => Outgoing | null;

/** The message for an event of the log, null where webhooks are told nothing of its kind. */
export function messageOf(
  teller: Teller,
  event: RecordedEvent,
  before: Alert | null,
  after: Alert,
): Message | null {
  const type = webhookEventOf(event.type);
  if (type === null) return null;
  return {
    id: `evt_${teller.epoch}_${event.seq}`,
    type,
    at: event.recordedAt,
    actor: event.actor,
    alert: after,
    changed: before === null ? {} : changedBy(before, after),
    note: event.type === "AlertNoted" ? event.data.text : null,
    identity: `${teller.epoch}/${after.id}`,
    link: linkTo(teller, after),
  };
}

function changedBy(before: Alert, after: Alert): Partial<Alert> {
  const { id: _id, seq: _seq, ...changed } = patchOf(before, after);
  return changed;
}

function linkTo({ publicOrigin }: Teller, { id }: Alert): string | null {
  return publicOrigin === null ? null : new URL(`alerts/${id}`, publicOrigin).href;
}

/** A message that somebody asked for, to see whether it arrives. `nonce` tells it from others. */
export function testMessage(teller: Teller, nonce: string, actor: Actor, at: Time): Message {
  const alert: Alert = {
    id: 1,
    seq: 1,
    source: "tocsin",
    fingerprint: "tocsin.test",
    title: "A test from Tocsin",
    description: "Whoever reads this receives what Tocsin sends.",
    severity: "info",
    status: "firing",
    labels: { test: "yes" },
    annotations: {},
    url: null,
    startedAt: at,
    receivedAt: at,
    lastSeenAt: at,
    occurrences: 1,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    resolvedBy: null,
    snoozedUntil: null,
    deletedAt: null,
  };
  return {
    id: `evt_${teller.epoch}_test_${nonce}`,
    type: "tocsin.test",
    at,
    actor,
    alert,
    changed: {},
    note: null,
    identity: `${teller.epoch}/test/${nonce}`,
    link: teller.publicOrigin?.href ?? null,
  };
}

/** A request whose body is JSON. */
export function jsonRequest(url: string, value: unknown): Outgoing {
  return {
    url,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(value),
  };
}
