import { describe, expect, test } from "vitest";
import { anAlert } from "../../shared/alert.arbitrary.ts";
import { CLOSE, type Frame, SILENCE } from "../../shared/protocol.ts";
import {
  type Connection,
  DISCONNECTED,
  type Effect,
  type Signal,
  stateOf,
  step,
} from "./connection.ts";

/** A connection with a clock that stands until it is moved. */
class Line {
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

function ready(seq: number): Frame {
  return { type: "ready", epoch: "e", seq };
}

function diff(from: number, to: number): Frame {
  return { type: "diff", from, to, put: [anAlert({ id: to, seq: to })], patch: [], remove: [] };
}

const types = (effects: readonly Effect[]) => effects.map(({ type }) => type);

describe("a first connection", () => {
  test("waits for a page, opens, subscribes from its head, and is live when that is answered", () => {
    const line = new Line();
    expect(line.tick(60_000)).toEqual([]);
    expect(line.subscribe(10)).toEqual([{ type: "open" }]);
    const subscribe = { type: "subscribe", since: { epoch: "e", seq: 10 }, filter: { q: "" } };
    expect(line.signal({ type: "opened" })).toEqual([{ type: "send", message: subscribe }]);
    expect(line.state).toBe("connecting");
    line.frame(ready(10));
    expect(line.state).toBe("live");
  });

  test("opens once, whatever changes meanwhile", () => {
    const line = new Line();
    line.subscribe(10);
    expect(line.subscribe(11, "disk")).toEqual([]);
    const [sent] = line.signal({ type: "opened" });
    expect(sent).toMatchObject({ message: { since: { seq: 11 }, filter: { q: "disk" } } });
  });
});

describe("diffs", () => {
  test("are handed on and move the position; beats move it too", () => {
    const line = Line.live();
    expect(types(line.frame(diff(10, 12)))).toEqual(["diff"]);
    expect(line.position).toBe(12);
    line.frame({ type: "beat", seq: 40 });
    expect(line.position).toBe(40);
    expect(types(line.frame(diff(40, 41)))).toEqual(["diff"]);
  });

  test("that were seen are dropped, those that overlap are not", () => {
    const line = Line.live();
    line.frame(diff(10, 12));
    expect(line.frame(diff(10, 12))).toEqual([]);
    expect(types(line.frame(diff(11, 13)))).toEqual(["diff"]);
  });

  test("after a gap lead to a subscription from the last position", () => {
    const line = Line.live();
    const effects = line.frame(diff(11, 12));
    expect(effects).toMatchObject([{ type: "send", message: { since: { seq: 10 } } }]);
    expect(line.state).toBe("connecting");
    expect(line.frame(diff(12, 13))).toEqual([]);
    line.frame(ready(10));
    expect(types(line.frame(diff(10, 13)))).toEqual(["diff"]);
  });

  test("of an earlier filter are dropped until each change of it is answered", () => {
    const line = Line.live();
    line.subscribe(20, "a");
    line.subscribe(21, "b");
    line.frame(ready(20));
    expect(line.frame(diff(20, 22))).toEqual([]);
    line.frame({ type: "beat", seq: 99 });
    expect(line.position).toBe(21);
    line.frame(ready(21));
    expect(types(line.frame(diff(21, 22)))).toEqual(["diff"]);
  });
});

test("a reset is handed on, and the page that was read is where it goes on from", () => {
  const line = Line.live();
  const effects = line.frame({ type: "reset", reason: "too-far" });
  expect(effects).toEqual([{ type: "reset", reason: "too-far" }]);
  expect(line.state).toBe("connecting");
  expect(types(line.subscribe(500))).toEqual(["send"]);
  line.frame(ready(500));
  expect(line.state).toBe("live");
  expect(types(line.frame(diff(500, 501)))).toEqual(["diff"]);
});

test("a reset in answer to a subscription leaves none unanswered", () => {
  const line = new Line();
  line.subscribe(10);
  line.signal({ type: "opened" });
  line.frame({ type: "reset", reason: "epoch" });
  line.subscribe(3);
  line.frame(ready(3));
  expect(line.state).toBe("live");
});

describe("a lost connection", () => {
  test("resumes from the last position", () => {
    const line = Line.live();
    line.frame(diff(10, 12));
    line.close();
    expect(line.state).toBe("connecting");
    expect(types(line.tick(1000))).toEqual(["open"]);
    const [sent] = line.signal({ type: "opened" });
    expect(sent).toMatchObject({ message: { since: { seq: 12 } } });
  });

  test("is called again at a random time within a bound that doubles up to 20 s", () => {
    const line = Line.live();
    line.random = 0.999;
    const bounds = [500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000];
    for (const bound of bounds) {
      line.close();
      const wait = line.connection.callAt - line.now;
      expect(wait).toBeGreaterThan(bound * 0.99);
      expect(wait).toBeLessThanOrEqual(bound);
      expect(line.tick(wait - 1)).toEqual([]);
      expect(types(line.tick(1))).toEqual(["open"]);
    }
  });

  test("is said to be offline after two attempts, until it is live again", () => {
    const line = Line.live();
    line.close();
    line.tick(20_000);
    line.close();
    expect(line.state).toBe("connecting");
    line.tick(20_000);
    line.close();
    expect(line.state).toBe("offline");
    line.tick(20_000);
    line.signal({ type: "opened" });
    expect(line.state).toBe("offline");
    line.frame(ready(10));
    expect(line.state).toBe("live");
  });

  test("is called at once when the network is back or the page is looked at", () => {
    const line = Line.live();
    line.random = 0.999;
    line.close();
    expect(types(line.signal({ type: "woken" }))).toEqual(["close", "open"]);
    expect(line.signal({ type: "woken" })).toEqual([]);
  });

  test("is not called where the server does not want it", () => {
    const line = Line.live();
    const detail = "not a message of this protocol";
    line.frame({ type: "error", code: "invalid-message", detail });
    line.close(CLOSE.badMessage);
    expect(line.state).toBe("offline");
    expect(line.connection.reason).toBe(detail);
    expect(line.tick(3_600_000)).toEqual([]);
    expect(line.signal({ type: "woken" })).toEqual([]);
  });

  test("is called where the server asks for it", () => {
    const line = Line.live();
    line.close(CLOSE.stopping);
    expect(types(line.tick(500))).toEqual(["open"]);
  });
});

describe("silence", () => {
  test("for longer than allowed is a dead connection; a beat in time is not", () => {
    const line = Line.live();
    expect(line.tick(SILENCE)).toEqual([]);
    line.frame({ type: "beat", seq: 10 });
    expect(line.tick(SILENCE)).toEqual([]);
    expect(types(line.tick(1))).toEqual(["close", "open"]);
    expect(line.state).toBe("connecting");
  });

  test("of a sleep is noticed on waking", () => {
    const line = Line.live();
    line.now += 3_600_000;
    expect(types(line.signal({ type: "woken" }))).toEqual(["close", "open"]);
  });

  test("of a server that never answers the call ends the attempt", () => {
    const line = new Line();
    line.subscribe(1);
    expect(types(line.tick(SILENCE + 1))).toEqual(["close", "open"]);
  });

  test("is not waited for when the browser says that the network has gone", () => {
    expect(types(Line.live().signal({ type: "doubted" }))).toEqual(["close", "open"]);
  });
});
