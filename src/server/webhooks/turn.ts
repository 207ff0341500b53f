import { type Health, inFlightOf } from "./schedule.ts";

/** Requests that may be under way at a time, to all endpoints. */
export const IN_FLIGHT = 32;
/** Events that may be sent at once and wait for room alone: the next sixth of a second of an endpoint that is as quick as any. */
export const PLENTY = 50;

/** An event that is yet to be taken by an endpoint. */
export interface Pending {
  readonly webhook: number;
  readonly seq: number;
  readonly alert: number;
  /** Not before that time (ms since 1970). */
  readonly due: number;
}

export interface Endpoint {
  readonly webhook: number;
  readonly health: Health;
  /** Requests that may be under way to it while it does well. */
  readonly inFlight: number;
  /** In the order of `seq`, with those that are under way. */
  readonly pending: readonly Pending[];
  /** The alerts of which an event is under way to it. */
  readonly underWay: ReadonlySet<number>;
}

/**
 * Whose turn it is. Of one alert the earliest event alone can go to an endpoint, and the next once that is
 * finished: so what is told of an alert is told in order. Alerts do not wait for one another. Whoever has the
 * least under way comes first, so that no endpoint is forgotten where there is more to send than may be sent.
 * Endpoints that did not take what they were sent last have half of the room together: those that hang would
 * fill all of it.
 */
export function turnOf(endpoints: readonly Endpoint[], now: number, most = IN_FLIGHT): Pending[] {
  const ready = endpoints
    .flatMap((endpoint) =>
      readyOf(endpoint, now).map((one, index) => ({
        one,
        isWell: isWell(endpoint),
        level: endpoint.underWay.size + index,
      })),
    )
    .sort((a, b) => a.level - b.level || a.one.due - b.one.due || a.one.seq - b.one.seq);
  const unsure = ready
    .filter((one) => !one.isWell)
    .slice(0, Math.max(0, most / 2 - busyOf(endpoints.filter((one) => !isWell(one)))));
  return ready
    .filter((one) => one.isWell || unsure.includes(one))
    .slice(0, Math.max(0, most - busyOf(endpoints)))
    .map(({ one }) => one);
}

/** Whether it took what it was sent last. */
function isWell({ health }: Endpoint): boolean {
  return health.failures === 0 && health.lastSuccessAt !== null;
}

function busyOf(endpoints: readonly Endpoint[]): number {
  return endpoints.reduce((sum, { underWay }) => sum + underWay.size, 0);
}

/** What may go to an endpoint now, the earliest event first. */
function readyOf(endpoint: Endpoint, now: number): Pending[] {
  const { health, inFlight, underWay } = endpoint;
  const room = inFlightOf(health, inFlight) - underWay.size;
  return room <= 0 || health.notBefore > now ? [] : dueOf(endpoint, now, room);
}

/** What is due and waits for no other event of its alert, so much at most. */
function dueOf({ pending, underWay }: Endpoint, now: number, most: number): Pending[] {
  const seen = new Set(underWay);
  const ready: Pending[] = [];
  for (const one of pending) {
    if (ready.length === most) break;
    if (!seen.has(one.alert) && one.due <= now) ready.push(one);
    seen.add(one.alert);
  }
  return ready;
}

/** Whether an endpoint takes what it is sent, and has enough of that for a while. */
export function hasPlenty(endpoint: Endpoint, now: number): boolean {
  return isWell(endpoint) && dueOf(endpoint, now, PLENTY).length === PLENTY;
}

/**
 * When it is worth asking again, if nothing else happens before; null where nothing waits for a time. What
 * was due by now and is not under way waits for something else to end.
 */
export function nextTurnAt(endpoints: readonly Endpoint[], now: number): number | null {
  const times = endpoints.flatMap(({ health, inFlight, pending, underWay }) => {
    // Those to which no more may be under way wait for one of these to end.
    if (underWay.size >= inFlightOf(health, inFlight)) return [];
    if (health.notBefore > now && pending.length > 0) return [health.notBefore];
    // It is asked again and again, and mostly a thousand wait for room and none for a time.
    if (!pending.some(({ due }) => due > now)) return [];
    const seen = new Set(underWay);
    return pending.flatMap(({ alert, due }) => {
      if (seen.has(alert)) return [];
      seen.add(alert);
      return due > now ? [due] : [];
    });
  });
  return times.reduce<number | null>((least, time) => Math.min(least ?? time, time), null);
}
