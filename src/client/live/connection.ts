import type { WrittenFilter } from "../../domain/filter.ts";
import type { Head } from "../../domain/cursor.ts";
import {
  CLOSE,
  type Frame,
  type ResetReason,
  SILENCE,
  type Subscribe,
} from "../../protocol/frame.ts";

/** Full-jitter back-off: a random part of a bound that doubles from the one to the other (ms). */
const BACK_OFF = { least: 500, most: 20_000 };
/** So many attempts may fail before the page says that it is offline. */
const PATIENCE = 2;
/** A call is given up for another only after this time (ms). */
const FRESH = 2000;

export type DiffFrame = Extract<Frame, { type: "diff" }>;

/** A connection to the server's log, as far as it can be known without doing anything. */
export interface Connection {
  readonly phase: "waiting" | "opening" | "open" | "signed-out" | "refused";
  /** Where in the log we are and for which filter; null while a page has yet to be read. */
  readonly subscription: { readonly since: Head; readonly filter: WrittenFilter } | null;
  /** Subscriptions sent and not yet answered. What comes meanwhile belongs to an earlier one. */
  readonly unanswered: number;
  readonly failures: number;
  /** The last time that was told (ms). */
  readonly now: number;
  /** When the server last said something, or was last called (ms). */
  readonly heardAt: number;
  /** When to call again, in phase `waiting` (ms). Never, before the first page was read. */
  readonly callAt: number;
  /** Whether the reader has asked for one more call, should the one under way come to nothing. */
  readonly isAsked: boolean;
  /** Why the server does not want us back, in phase `refused`. */
  readonly reason: string;
}

export const DISCONNECTED: Connection = {
  phase: "waiting",
  subscription: null,
  unanswered: 0,
  failures: 0,
  now: 0,
  heardAt: 0,
  callAt: Infinity,
  isAsked: false,
  reason: "",
};

export type Signal =
  /** A page was read, or the filter has changed: go on from there. */
  | { readonly type: "subscribe"; readonly since: Head; readonly filter: WrittenFilter }
  | { readonly type: "opened" }
  | { readonly type: "frame"; readonly frame: Frame }
  | { readonly type: "closed"; readonly code: number; readonly reason: string }
  | { readonly type: "tick" }
  /** Nobody is signed in any more: there is nobody to call for. */
  | { readonly type: "signed-out" }
  /** The same person is signed in again. */
  | { readonly type: "signed-in" }
  /** The network is back, or the page is looked at again. */
  | { readonly type: "woken" }
  /** The reader wants it to be tried now. */
  | { readonly type: "asked" }
  /** The browser says that the network has gone: find out at once. */
  | { readonly type: "doubted" };

export type Effect =
  | { readonly type: "open" }
  | { readonly type: "close" }
  | { readonly type: "send"; readonly message: Subscribe }
  | { readonly type: "diff"; readonly frame: DiffFrame }
  | { readonly type: "reset"; readonly reason: ResetReason }
  /** A call was not taken, which is how a server refuses one for whom it does not know, too. */
  | { readonly type: "doubt" };

type Step = readonly [Connection, readonly Effect[]];

/** The times at hand: `now` in ms, `random` in [0, 1). */
export interface Chance {
  readonly now: number;
  readonly random: number;
}

/** What the page says of its connection, and why, where there is a reason to tell. */
export interface ConnectionState {
  readonly state: "live" | "connecting" | "signed-out" | "offline";
  readonly reason: string;
}

/** What the page may honestly say: live only while every change reaches it. */
export function stateOf(connection: Connection): ConnectionState["state"] {
  const { phase, subscription, unanswered, failures } = connection;
  if (phase === "signed-out") return "signed-out";
  if (phase === "refused" || failures >= PATIENCE) return "offline";
  return phase === "open" && subscription !== null && unanswered === 0 ? "live" : "connecting";
}

export function step(before: Connection, signal: Signal, chance: Chance): Step {
  const { now } = chance;
  const connection = tellTime(before, now);
  switch (signal.type) {
    case "subscribe": {
      const { since, filter } = signal;
      const subscribed = { ...connection, subscription: { since, filter } };
      if (connection.phase === "open") return subscribe(subscribed);
      const isFirst = connection.callAt === Infinity && connection.phase === "waiting";
      return isFirst ? call(subscribed, now) : [subscribed, []];
    }
    case "opened":
      return subscribe({ ...connection, phase: "open", unanswered: 0, heardAt: now });
    case "frame":
      return take({ ...connection, heardAt: now }, signal.frame);
    case "closed":
      return close(connection, signal, chance);
    case "signed-out":
      return leave(connection);
    case "signed-in":
      return connection.phase === "signed-out" ? comeBack(connection, now) : [connection, []];
    case "tick":
      return tick(connection, now);
    case "woken":
      return connection.phase === "waiting" ? callAgain(connection, now) : tick(connection, now);
    case "asked":
      return ask(connection, now);
    case "doubted":
      return connection.phase === "open" ? callAgain(connection, now) : [connection, []];
    default:
      return signal satisfies never;
  }
}

/** A clock that is set back takes the times with it: else no silence would be heard until then. */
function tellTime(connection: Connection, now: number): Connection {
  const back = Math.max(connection.now - now, 0);
  const { heardAt, callAt } = connection;
  return { ...connection, now, heardAt: heardAt - back, callAt: callAt - back };
}

function call(connection: Connection, now: number): Step {
  const calling = { ...connection, phase: "opening" as const, unanswered: 0, heardAt: now };
  return [{ ...calling, callAt: now, isAsked: false }, [{ type: "open" }]];
}

function callAgain(connection: Connection, now: number): Step {
  if (connection.callAt === Infinity) return [connection, []];
  const [calling, effects] = call(connection, now);
  return [calling, [{ type: "close" }, ...effects]];
}

function leave(connection: Connection): Step {
  if (connection.phase === "refused") return [connection, []];
  return [{ ...connection, phase: "signed-out", unanswered: 0 }, [{ type: "close" }]];
}

/** At once, but for a server that takes each call only to close it again. */
function comeBack(connection: Connection, now: number): Step {
  const { subscription, callAt } = connection;
  const isFirst = callAt === Infinity && subscription !== null;
  const waiting = { ...connection, phase: "waiting" as const };
  return isFirst || now >= callAt ? call(waiting, now) : [waiting, []];
}

/** A call that has just begun is the one that the reader wants. If it fails, another is made at once. */
function ask(connection: Connection, now: number): Step {
  if (stateOf(connection) === "live" || connection.phase === "signed-out") return [connection, []];
  const isCalling = connection.phase === "opening" || connection.phase === "open";
  if (isCalling && now - connection.heardAt < FRESH) return [{ ...connection, isAsked: true }, []];
  return callAgain(connection, now);
}

function subscribe(connection: Connection): Step {
  const { subscription, unanswered } = connection;
  if (subscription === null) return [connection, []];
  const message: Subscribe = { type: "subscribe", ...subscription };
  return [{ ...connection, unanswered: unanswered + 1 }, [{ type: "send", message }]];
}

function take(connection: Connection, frame: Frame): Step {
  const { subscription, unanswered } = connection;
  switch (frame.type) {
    case "ready":
      return [
        {
          ...connection,
          unanswered: Math.max(unanswered - 1, 0),
          failures: 0,
          isAsked: false,
          reason: "",
        },
        [],
      ];
    case "diff":
      if (subscription === null || unanswered > 0) return [connection, []];
      if (frame.from > subscription.since.seq) return subscribe(connection);
      if (frame.to <= subscription.since.seq) return [connection, []];
      return [moveTo(connection, frame.to), [{ type: "diff", frame }]];
    case "beat":
      return [unanswered > 0 ? connection : moveTo(connection, frame.seq), []];
    case "reset":
      // It stands in place of `ready`. The next subscription waits until a page was read.
      return [
        { ...connection, subscription: null, unanswered: Math.max(unanswered - 1, 0) },
        [{ type: "reset", reason: frame.reason }],
      ];
    case "error":
      return [{ ...connection, reason: frame.detail }, []];
    default:
      return frame satisfies never;
  }
}

function moveTo(connection: Connection, seq: number): Connection {
  const { subscription } = connection;
  if (subscription === null || seq <= subscription.since.seq) return connection;
  const since = { ...subscription.since, seq };
  return { ...connection, subscription: { ...subscription, since } };
}

function lost(
  connection: Connection,
  { code, reason }: { code: number; reason: string },
  { now, random }: Chance,
): Connection {
  const isSignedOut = code === CLOSE.signInRequired;
  if (isFinal(code) && !isSignedOut) {
    return { ...connection, phase: "refused", reason: reason || connection.reason };
  }
  const isLive = stateOf(connection) === "live";
  // A connection that was live and broke has not failed yet; an attempt that came to nothing has.
  const failures = connection.failures + (isLive ? 0 : 1);
  const bound = Math.min(BACK_OFF.most, BACK_OFF.least * 2 ** failures);
  const isDue = connection.isAsked || (isSignedOut && isLive);
  const callAt = isDue ? now : now + random * bound;
  const phase = isSignedOut ? "signed-out" : "waiting";
  return { ...connection, phase, unanswered: 0, failures, callAt, isAsked: false };
}

/** Only a call that was never taken leaves it open whether somebody is signed in. */
function close(
  connection: Connection,
  signal: { readonly code: number; readonly reason: string },
  chance: Chance,
): Step {
  const isDoubtful = connection.phase === "opening" || signal.code === CLOSE.signInRequired;
  return [lost(connection, signal, chance), isDoubtful ? [{ type: "doubt" }] : []];
}

/** Whether it would not help to come back: WebSocket's own codes for a bad message, and ours. */
function isFinal(code: number): boolean {
  return (code >= 1007 && code <= 1009) || (code >= 4400 && code < 4500);
}

/** Sleep shows as silence, too: the first tick after waking finds the last word long ago. */
function tick(connection: Connection, now: number): Step {
  const { phase, heardAt, callAt } = connection;
  if (phase === "waiting" && now >= callAt) return call(connection, now);
  const silent = (phase === "open" || phase === "opening") && now - heardAt > SILENCE;
  if (!silent) return [connection, []];
  return callAgain({ ...connection, failures: connection.failures + 1 }, now);
}
