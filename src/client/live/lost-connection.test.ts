import { describe, expect, test } from "vitest";
import { CLOSE, SILENCE } from "../../protocol/frame.ts";
import { diff, Line, ready, types } from "./line.fixture.ts";

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

  test.each([1007, 1008, 1009, CLOSE.tooManyMessages])(
    "nor after it was closed with %i",
    (code) => {
      const line = Line.live();
      line.close(code);
      expect(line.state).toBe("offline");
      expect(line.tick(3_600_000)).toEqual([]);
    },
  );

  test("is called in time although the clock was set back", () => {
    const line = Line.live();
    line.close();
    line.tick(-3_600_000);
    expect(types(line.tick(500))).toEqual(["open"]);
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

  test("is noticed although the clock was set back meanwhile", () => {
    const line = Line.live();
    line.tick(SILENCE - 1000);
    line.tick(-3_600_000);
    expect(line.state).toBe("live");
    expect(types(line.tick(1001))).toEqual(["close", "open"]);
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

describe("a connection whose reader is not signed in any more", () => {
  test("says so, doubts, and calls nobody until they are back", () => {
    const line = Line.live();
    const effects = line.close(CLOSE.signInRequired);
    expect(types(effects)).toEqual(["doubt"]);
    expect(line.state).toBe("signed-out");
    expect(line.tick(60_000)).toEqual([]);
    for (const type of ["woken", "asked", "doubted"] as const) {
      expect(line.signal({ type })).toEqual([]);
    }
    expect(types(line.signal({ type: "signed-in" }))).toEqual(["open"]);
    const [sent] = line.signal({ type: "opened" });
    expect(sent).toMatchObject({ message: { since: { seq: 10 } } });
  });

  test("doubts where a call is not taken, for so are strangers refused", () => {
    const line = Line.live();
    expect(line.close()).toEqual([]);
    line.tick(20_000);
    expect(types(line.close())).toEqual(["doubt"]);
    expect(types(line.signal({ type: "signed-out" }))).toEqual(["close"]);
    expect(line.state).toBe("signed-out");
  });

  test("goes on for the filter that was wanted meanwhile", () => {
    const line = new Line();
    line.signal({ type: "signed-out" });
    expect(line.subscribe(10)).toEqual([]);
    expect(types(line.signal({ type: "signed-in" }))).toEqual(["open"]);
  });

  test("waits longer each time that it is sent away again", () => {
    const line = Line.live();
    line.random = 0.999;
    line.close(CLOSE.signInRequired);
    expect(types(line.signal({ type: "signed-in" }))).toEqual(["open"]);
    line.close(CLOSE.signInRequired);
    expect(line.signal({ type: "signed-in" })).toEqual([]);
    expect(line.connection.callAt - line.now).toBeGreaterThan(900);
    expect(types(line.tick(1000))).toEqual(["open"]);
  });
});
