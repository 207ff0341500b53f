import { channel } from "node:diagnostics_channel";
import { expect, onTestFinished, test } from "vitest";
import { type FactChannel, publishFact } from "../channel.ts";
import { createSubscriber } from "./subscriber.ts";

interface Fact {
  readonly count: number;
}
const NUMBERS = channel("test:numbers") as FactChannel<Fact>;

function listening() {
  const lines: unknown[] = [];
  const clock = { now: 0 };
  const subscriber = createSubscriber("counting", {
    log: { error: (line: unknown) => void lines.push(line) },
    now: () => clock.now,
  });
  onTestFinished(subscriber.stop);
  return { lines, clock, subscriber };
}

test("a fact reaches all who listen, in order, before publishing returns", () => {
  const { subscriber } = listening();
  const heard: string[] = [];
  subscriber.on(NUMBERS, ({ count }) => heard.push(`first ${count}`));
  subscriber.on(NUMBERS, ({ count }) => heard.push(`second ${count}`));
  publishFact(NUMBERS, { count: 1 });
  publishFact(NUMBERS, { count: 2 });
  expect(heard).toEqual(["first 1", "second 1", "first 2", "second 2"]);
});

test("who has stopped hears of nothing, and nobody listens then", () => {
  const { subscriber } = listening();
  const heard: number[] = [];
  subscriber.on(NUMBERS, ({ count }) => heard.push(count));
  expect(NUMBERS.hasSubscribers).toBe(true);
  subscriber.stop();
  publishFact(NUMBERS, { count: 1 });
  expect([heard, NUMBERS.hasSubscribers]).toEqual([[], false]);
});

test("whoever publishes and whoever else listens does not hear that one throws", () => {
  const { subscriber, lines } = listening();
  const heard: number[] = [];
  const wrong = new Error("wrong");
  subscriber.on(NUMBERS, () => {
    throw wrong;
  });
  subscriber.on(NUMBERS, ({ count }) => heard.push(count));
  publishFact(NUMBERS, { count: 1 });
  expect(heard).toEqual([1]);
  expect(lines).toEqual([{ err: wrong, subscriber: "counting" }]);
});

test("that one throws is logged once a minute, each subscriber's own", () => {
  const { subscriber, lines, clock } = listening();
  const other = listening();
  for (const one of [subscriber, other.subscriber]) {
    one.on(NUMBERS, () => {
      throw new Error("wrong");
    });
  }
  for (let second = 0; second <= 60; second += 1) {
    clock.now = second * 1000;
    publishFact(NUMBERS, { count: second });
  }
  expect([lines.length, other.lines.length]).toEqual([2, 1]);
});
