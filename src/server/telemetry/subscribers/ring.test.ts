import { expect, test } from "vitest";
import { createRing, ROOM } from "./ring.ts";

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

function filled(events: readonly string[], room = ROOM) {
  const ring = createRing(room);
  const dropped = events.reduce((sum, event) => sum + ring.push(event), 0);
  return { ring, dropped };
}

test("what was pushed is taken in its order", () => {
  const { ring } = filled(numbers(1, 5));
  expect(ring.take(2)).toEqual(["1", "2"]);
  ring.settle();
  expect(ring.take(9)).toEqual(["3", "4", "5"]);
  ring.settle();
  expect(ring.count()).toBe(0);
});

test("the oldest goes where there are too many", () => {
  const { ring, dropped } = filled(numbers(1, 10_003));
  expect([dropped, ring.count(), ring.take(1)]).toEqual([3, 10_000, ["4"]]);
});

test("the oldest goes where they are too long", () => {
  const { ring, dropped } = filled(["aaaa", "bbb", "ccc"], { events: 9, characters: 9 });
  expect([dropped, ring.peek(9)]).toEqual([1, ["bbb", "ccc"]]);
});

test("one that is longer than the room is dropped itself, with all before it", () => {
  const { ring, dropped } = filled(["a", "x".repeat(10)], { events: 9, characters: 9 });
  expect([dropped, ring.count()]).toEqual([2, 0]);
});

test("what is under way is not dropped, takes its room, and comes back before all others", () => {
  const { ring } = filled(numbers(1, 4), { events: 4, characters: 99 });
  expect(ring.take(2)).toEqual(["1", "2"]);
  expect([ring.push("5"), ring.push("6"), ring.push("7"), ring.count()]).toEqual([1, 1, 1, 4]);
  ring.giveBack();
  expect(ring.peek(9)).toEqual(["1", "2", "6", "7"]);
});

test("what has arrived makes room", () => {
  const { ring } = filled(["aaa", "bbb"], { events: 9, characters: 6 });
  ring.take(1);
  ring.settle();
  expect([ring.push("ccc"), ring.push("d")]).toEqual([0, 1]);
});

test.each([
  [numbers(1, 4), false],
  [numbers(1, 5), true],
  [["x".repeat(49)], false],
  [["x".repeat(50)], true],
])("%j is half full: %j", (events, isHalf) => {
  expect(filled(events, { events: 10, characters: 100 }).ring.isHalfFull()).toBe(isHalf);
});
