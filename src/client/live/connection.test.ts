import { describe, expect, test } from "vitest";
import { diff, Line, ready, types } from "./line.fixture.ts";

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

  test("and beats never take it back", () => {
    const line = Line.live();
    line.frame({ type: "beat", seq: 7 });
    expect(line.position).toBe(10);
    expect(line.frame(diff(7, 9))).toEqual([]);
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
