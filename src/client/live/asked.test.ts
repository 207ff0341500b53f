import { expect, test } from "vitest";
import { SILENCE } from "../../protocol/frame.ts";
import { DISCONNECTED, step } from "./connection.ts";
import { Line, ready, types } from "./line.fixture.ts";

/** A connection that was live and is lost, and waits to be tried again. */
function lostLine(): Line {
  const line = Line.live();
  line.close();
  return line;
}

const ask = (line: Line) => types(line.signal({ type: "asked" }));

test("who asks while it waits does not wait", () => {
  const line = lostLine();
  expect(ask(line)).toEqual(["close", "open"]);
});

test("who asks just as it tries by itself has one more try, should that one fail", () => {
  const line = lostLine();
  expect(types(line.tick(60_000))).toEqual(["open"]);
  line.now += 500;
  expect(ask(line)).toEqual([]);
  line.close();
  expect(types(line.tick(0))).toEqual(["open"]);
  // And no more than one.
  line.close();
  expect(types(line.tick(0))).toEqual([]);
});

test("a try that hangs is given up for the one that was asked for", () => {
  const line = lostLine();
  line.tick(60_000);
  line.now += 2000;
  expect(ask(line)).toEqual(["close", "open"]);
});

test("what was asked for is done where it calls again by itself", () => {
  const line = lostLine();
  line.tick(60_000);
  ask(line);
  expect(types(line.tick(SILENCE + 1))).toEqual(["close", "open"]);
  line.close();
  expect(types(line.tick(0))).toEqual([]);
});

test("what was asked for is over once it is live", () => {
  const line = lostLine();
  line.tick(60_000);
  ask(line);
  line.signal({ type: "opened" });
  line.frame(ready(10));
  line.close();
  expect(types(line.tick(0))).toEqual([]);
});

test("one who is live, or has no page yet, has nothing to ask for", () => {
  const line = Line.live();
  expect(ask(line)).toEqual([]);
  expect(line.state).toBe("live");
  expect(step(DISCONNECTED, { type: "asked" }, { now: 0, random: 0 })[1]).toEqual([]);
});

test("a server that wanted no more of it is asked again when the reader says so", () => {
  const line = Line.live();
  line.close(4400);
  expect(types(line.tick(60_000))).toEqual([]);
  expect(ask(line)).toEqual(["close", "open"]);
});

test("what was refused once is no reason any more when it is live again", () => {
  const line = Line.live();
  line.signal({ type: "closed", code: 4400, reason: "Reload the page." });
  expect(line.connection.reason).toBe("Reload the page.");
  ask(line);
  line.signal({ type: "opened" });
  line.frame(ready(10));
  expect([line.state, line.connection.reason]).toEqual(["live", ""]);
});
