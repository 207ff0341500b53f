import type { Alert } from "../../domain/alert.ts";
import { type Filter, matches, readFilter } from "../../domain/filter.ts";
import { webhookEventOf } from "../../protocol/webhook-event.ts";
import type { Moment } from "../store/moments.ts";
import {
  type Course,
  type KeptWebhook,
  MOST_PENDING,
  type Move,
  type PendingEvent,
} from "../store/webhooks.ts";
import { isPauseOf } from "./pause-report.ts";
import { FORMS } from "./preset/preset.ts";
import type { After, Health } from "./schedule.ts";
import { hasPlenty, type Pending, type Endpoint as Turn } from "./turn.ts";

/** A webhook as the sender knows it. */
export interface Endpoint {
  /** Its position is how far it was judged. */
  readonly webhook: KeptWebhook;
  /** The webhook's own, read once: each event is judged by it. */
  readonly filter: Filter;
  /** As far the store knows that: from there it is judged anew, and finds nothing to send up to its position. */
  readonly kept: number;
  /** In the order of the log, with those that are under way. */
  readonly pending: readonly (Pending & PendingEvent)[];
  /** Whether as much was pending as may be, and there is no good part of the room again. */
  readonly isHeldUp: boolean;
  /** The alert of each event that is under way. */
  readonly underWay: ReadonlyMap<number, number>;
}

/**
 * Room (events) that one which had come to as much as may be pending must have before it goes on. With less it would
 * read the log, and write how far it has come, for each single event that it is rid of.
 */
export const ROOM = MOST_PENDING / 5;

export type Endpoints = ReadonlyMap<number, Endpoint>;

/** What happens to endpoints. Times in ms since 1970. */
export type Happening =
  /** It was made or changed: this is what the store has. What is under way stays so. */
  | ({ readonly type: "loaded" } & Course)
  | { readonly type: "removed"; readonly id: number }
  /** It was judged on, and there was nothing to send; the store need not know that yet. */
  | { readonly type: "passed"; readonly id: number; readonly from: number; readonly to: number }
  | { readonly type: "moved"; readonly move: Move; readonly now: number }
  | { readonly type: "began"; readonly id: number; readonly seq: number; readonly alert: number }
  /** An attempt that counts for nothing. */
  | {
      readonly type: "put-off";
      readonly id: number;
      readonly seq: number;
      readonly due: number;
    }
  | {
      readonly type: "settled";
      readonly id: number;
      readonly seq: number;
      readonly attempt: number;
      readonly firstAt: number;
      readonly after: After;
      readonly now: number;
    }
  /** There was nothing to send of it. */
  | { readonly type: "dropped"; readonly id: number; readonly seq: number };

/** The endpoints after that. What happens to one that is gone changes nothing. */
export function happen(endpoints: Endpoints, happening: Happening): Endpoints {
  switch (happening.type) {
    case "loaded": {
      const { webhook } = happening;
      const filter = readFilter(webhook.filter);
      const pending = happening.pending.map((one) => ({ ...one, webhook: webhook.id }));
      const underWay = endpoints.get(webhook.id)?.underWay ?? new Map<number, number>();
      const kept = webhook.position;
      const isHeldUp = heldUp(endpoints.get(webhook.id)?.isHeldUp ?? false, pending.length);
      const loaded = { webhook, filter, kept, pending, isHeldUp, underWay };
      return new Map(endpoints).set(webhook.id, loaded);
    }
    case "removed": {
      const left = new Map(endpoints);
      left.delete(happening.id);
      return left;
    }
    case "passed":
      return altered(endpoints, happening.id, (endpoint) => {
        const { webhook } = endpoint;
        // What was loaded meanwhile may have it elsewhere.
        if (webhook.position !== happening.from) return endpoint;
        return { ...endpoint, webhook: { ...webhook, position: happening.to } };
      });
    case "moved":
      return altered(endpoints, happening.move.webhook, (endpoint) =>
        moved(endpoint, happening.move, happening.now),
      );
    case "began":
      return altered(endpoints, happening.id, (endpoint) => ({
        ...endpoint,
        underWay: new Map(endpoint.underWay).set(happening.seq, happening.alert),
      }));
    case "put-off":
      return altered(endpoints, happening.id, (endpoint) => ({
        ...endpoint,
        underWay: without(endpoint.underWay, happening.seq),
        pending: endpoint.pending.map((one) =>
          one.seq === happening.seq ? { ...one, due: happening.due } : one,
        ),
      }));
    case "settled":
      return altered(endpoints, happening.id, (endpoint) => settled(endpoint, happening));
    case "dropped":
      return altered(endpoints, happening.id, (endpoint) => ({
        ...endpoint,
        underWay: without(endpoint.underWay, happening.seq),
        pending: endpoint.pending.filter(({ seq }) => seq !== happening.seq),
      }));
    default:
      return happening satisfies never;
  }
}

function altered(
  endpoints: Endpoints,
  id: number,
  alter: (endpoint: Endpoint) => Endpoint,
): Endpoints {
  const endpoint = endpoints.get(id);
  if (endpoint === undefined) return endpoints;
  const after = alter(endpoint);
  const isHeldUp = heldUp(endpoint.isHeldUp, after.pending.length);
  return new Map(endpoints).set(id, { ...after, isHeldUp });
}

function heldUp(was: boolean, pending: number): boolean {
  return pending >= MOST_PENDING || (was && pending > MOST_PENDING - ROOM);
}

function without(underWay: ReadonlyMap<number, number>, seq: number): ReadonlyMap<number, number> {
  const left = new Map(underWay);
  left.delete(seq);
  return left;
}

/** What was loaded meanwhile may have all of it already. */
function moved(endpoint: Endpoint, { from, to, events }: Move, now: number): Endpoint {
  const { webhook, kept, pending } = endpoint;
  if (kept !== from) return endpoint;
  const known = new Set(pending.map(({ seq }) => seq).filter((seq) => seq > from));
  const added = events
    .filter(({ seq }) => !known.has(seq))
    .map((event) => ({ ...event, webhook: webhook.id, due: now, attempts: 0, firstAt: null }));
  // One may have been asked for again out of turn, behind the others.
  return {
    ...endpoint,
    webhook: { ...webhook, position: to },
    kept: to,
    pending: added.length === 0 ? pending : [...pending, ...added].sort((a, b) => a.seq - b.seq),
  };
}

type Settled = Extract<Happening, { type: "settled" }>;

function settled(endpoint: Endpoint, { seq, attempt, firstAt, after, now }: Settled): Endpoint {
  const { webhook, pending, underWay } = endpoint;
  const { next, isBack } = after;
  const left =
    next.type === "retry"
      ? pending.map((one) =>
          one.seq === seq ? { ...one, due: next.due, attempts: attempt, firstAt } : one,
        )
      : pending.filter((one) => one.seq !== seq);
  return {
    ...endpoint,
    webhook: { ...webhook, health: newer(webhook.health, after.health) },
    underWay: without(underWay, seq),
    pending: isBack ? left.map((one) => (one.due > now ? { ...one, due: now } : one)) : left,
  };
}

/**
 * How it does after an attempt, of which may be told late: what people decided since stands. They begin it anew
 * by resuming it, which alone takes a pause back.
 */
function newer(known: Health, after: Health): Health {
  if (after.since !== known.since) return known;
  return { ...after, paused: known.paused ?? after.paused };
}

/** The endpoints as those see them who say whose turn it is. */
export function turnsOf(endpoints: Endpoints): Turn[] {
  return [...endpoints.values()].filter(({ webhook }) => webhook.isEnabled).map(asTurn);
}

function asTurn({ webhook, pending, underWay }: Endpoint): Turn {
  return {
    webhook: webhook.id,
    health: webhook.health,
    inFlight: FORMS[webhook.preset].inFlight,
    pending,
    underWay: new Set(underWay.values()),
  };
}

/**
 * Those that go on in the log: on, not paused, not held up, behind the last event, and without plenty to send. What is
 * pending is written, which whoever posts waits for; until its turn comes the log has it.
 */
export function movable(endpoints: Endpoints, head: number, now: number): Endpoint[] {
  return [...endpoints.values()].filter(
    (endpoint) =>
      endpoint.webhook.isEnabled &&
      endpoint.webhook.health.paused === null &&
      endpoint.webhook.position < head &&
      !endpoint.isHeldUp &&
      !hasPlenty(asTurn(endpoint), now),
  );
}

/** How an endpoint goes on over these moments, which lead up to `to`: as far as it has room. */
export function moveOver(
  { webhook, filter, kept, pending }: Endpoint,
  moments: readonly Moment[],
  to: number,
): Move {
  const wanted = moments.filter((moment) => isWanted(webhook, moment, filter));
  const fitting = wanted.slice(0, MOST_PENDING - pending.length);
  const last = fitting.at(-1);
  return {
    webhook: webhook.id,
    from: kept,
    to: fitting.length < wanted.length && last !== undefined ? last.event.seq : to,
    events: fitting.map(({ event }) => ({ seq: event.seq, alert: event.alertId })),
  };
}

/**
 * Whether a webhook is told of an event. Its filter is asked before and after, so that whoever was told of
 * an alert hears of the event that takes it out of the filter, too.
 */
function isWanted(
  { id, events }: KeptWebhook,
  { event, before, after }: Moment,
  filter: Filter,
): boolean {
  const type = webhookEventOf(event.type);
  if (type === null || !events.includes(type) || isPauseOf(id, after)) return false;
  const isMeant = (alert: Alert | null) => alert !== null && matches(filter, alert);
  return isMeant(before) || isMeant(after);
}
