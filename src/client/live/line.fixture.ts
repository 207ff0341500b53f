import { anAlert } from "../../domain/alert.arbitrary.ts";
import type { Frame } from "../../protocol/frame.ts";
import {
  type Connection,
  DISCONNECTED,
  type Effect,
  type Signal,
  stateOf,
  step,
} from "./connection.ts";

/** A connection with a clock that stands until it is moved. */
export class Line {
  now = 1_000_000;
  random = 0.5;
  connection: Connection = DISCONNECTED;

  signal(signal: Signal): readonly Effect[] {
    const [connection, effects] = step(this.connection, signal, this);
    this.connection = connection;
    return effects;
  }

  frame(frame: Frame): readonly Effect[] {
    return this.signal({ type: "frame", frame });
  }

  tick(ms: number): readonly Effect[] {
    this.now += ms;
    return this.signal({ type: "tick" });
  }

  subscribe(seq: number, q = ""): readonly Effect[] {
    return this.signal({ type: "subscribe", since: { epoch: "e", seq }, filter: { q } });
  }

  close(code = 1006): readonly Effect[] {
    return this.signal({ type: "closed", code, reason: "" });
  }

  get state() {
    return stateOf(this.connection);
  }

  get position() {
    return this.connection.subscription?.since.seq;
  }

  static live(seq = 10): Line {
    const line = new Line();
    line.subscribe(seq);
    line.signal({ type: "opened" });
    line.frame(ready(seq));
    return line;
  }
}

/** The answer to a subscription. */
export function ready(seq: number): Frame {
  return { type: "ready", epoch: "e", seq };
}

/** A frame with one row that is new. */
export function diff(from: number, to: number): Frame {
  return { type: "diff", from, to, put: [anAlert({ id: to, seq: to })], patch: [], remove: [] };
}

/** What kinds of effects these are. */
export const types = (effects: readonly Effect[]) => effects.map(({ type }) => type);
