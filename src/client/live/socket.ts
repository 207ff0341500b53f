import * as v from "valibot";
import type { WrittenFilter } from "../../domain/filter.ts";
import type { Head } from "../../domain/cursor.ts";
import { CLOSE, frameSchema, type ResetReason, SUBPROTOCOL } from "../../protocol/frame.ts";
import {
  type Connection,
  type DiffFrame,
  DISCONNECTED,
  type Effect,
  type Signal,
  stateOf,
  step,
} from "./connection.ts";
import { BROWSER, type Surroundings } from "./surroundings.ts";

interface Listener {
  readonly onDiff: (frame: DiffFrame) => void;
  readonly onReset: (reason: ResetReason) => void;
  readonly onState: (state: ReturnType<typeof stateOf>, reason: string) => void;
  /** The server may not know any more who this is. */
  readonly onDoubt: () => void;
}

export interface Live {
  /** Go on from there for that filter. The first call opens the connection. */
  readonly subscribe: (since: Head, filter: WrittenFilter) => void;
  /** Does not wait any longer to try again what failed. */
  readonly retry: () => void;
  /** Nobody is signed in: calls no more, until {@link signedIn}. */
  readonly signedOut: () => void;
  readonly signedIn: () => void;
  readonly close: () => void;
}

/** Carries out what {@link step} decides, on a WebSocket. */
export function connectLive(listener: Listener, surroundings: Surroundings = BROWSER): Live {
  const stopped = new AbortController();
  let connection: Connection = DISCONNECTED;
  let socket: WebSocket | undefined;

  function signal(event: Signal): void {
    const chance = { now: surroundings.now(), random: surroundings.random() };
    const [next, effects] = step(connection, event, chance);
    connection = next;
    effects.forEach(carryOut);
    listener.onState(stateOf(connection), connection.reason);
  }

  function carryOut(effect: Effect): void {
    switch (effect.type) {
      case "open":
        return open();
      case "close":
        return hangUp();
      case "send":
        return socket?.send(JSON.stringify(effect.message));
      case "diff":
        return listener.onDiff(effect.frame);
      case "reset":
        return listener.onReset(effect.reason);
      case "doubt":
        return listener.onDoubt();
      default:
        return effect satisfies never;
    }
  }

  function open(): void {
    const opened = new WebSocket(surroundings.address(), SUBPROTOCOL);
    const own = (handle: () => void) => () => socket === opened && handle();
    socket = opened;
    opened.onopen = own(() => signal({ type: "opened" }));
    opened.onclose = ({ code, reason }) => own(() => signal({ type: "closed", code, reason }))();
    opened.onmessage = ({ data }) => own(() => receive(data))();
  }

  function receive(data: unknown): void {
    const frame = v.safeParse(frameSchema, typeof data === "string" ? parseJson(data) : null);
    if (frame.success) return signal({ type: "frame", frame: frame.output });
    hangUp();
    const reason = "The server speaks another version: reload the page.";
    signal({ type: "closed", code: CLOSE.badMessage, reason });
  }

  /** Events of a socket that was hung up are no longer its own, and are not heard. */
  function hangUp(): void {
    const closing = socket;
    socket = undefined;
    closing?.close();
  }

  surroundings.watch(signal, stopped.signal);

  return {
    subscribe: (since, filter) => signal({ type: "subscribe", since, filter }),
    retry: () => signal({ type: "asked" }),
    signedOut: () => signal({ type: "signed-out" }),
    signedIn: () => signal({ type: "signed-in" }),
    close: () => {
      stopped.abort();
      hangUp();
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
