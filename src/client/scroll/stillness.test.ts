import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { STILL } from "./momentum.ts";
import { createStillness } from "./stillness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function listOf(isNeeded: boolean) {
  const list = new EventTarget();
  const stillness = createStillness(list, isNeeded);
  const made: string[] = [];
  const change = (name: string): void => stillness.run(() => made.push(name));
  const happens = (type: string): void => void list.dispatchEvent(new Event(type));
  return { stillness, made, change, happens };
}

test("where writing the place does no harm, nothing waits", () => {
  const { made, change, happens } = listOf(false);
  happens("touchstart");
  change("at once");
  expect(made).toEqual(["at once"]);
});

test("a list that nobody touches is changed at once", () => {
  const { made, change } = listOf(true);
  change("at once");
  expect(made).toEqual(["at once"]);
});

test("changes wait for the touch and its momentum to end, and only the last is made", () => {
  const { made, change, happens } = listOf(true);
  happens("touchstart");
  change("first");
  vi.advanceTimersByTime(5000);
  happens("touchend");
  for (let moved = 0; moved < 10; moved++) {
    vi.advanceTimersByTime(STILL - 10);
    happens("scroll");
    change(`while it moves ${moved}`);
  }
  expect(made).toEqual([]);
  vi.advanceTimersByTime(2 * STILL);
  expect(made).toEqual(["while it moves 9"]);
  change("afterwards");
  expect(made).toEqual(["while it moves 9", "afterwards"]);
});

test("what was made is not made again, however often the list is touched and still again", () => {
  const { made, change, happens } = listOf(true);
  happens("touchstart");
  for (const name of ["first", "second"]) change(name);
  for (let touches = 0; touches < 3; touches++) {
    happens("touchend");
    happens("scroll");
    vi.advanceTimersByTime(5 * STILL);
    expect(made).toEqual(["second"]);
    expect(vi.getTimerCount()).toBe(0);
    happens("touchstart");
  }
});

test("a change that is touched while it is made may ask for another, which waits", () => {
  const { stillness, made, change, happens } = listOf(true);
  stillness.run(() => {
    made.push("outer");
    happens("touchstart");
    change("inner");
  });
  expect(made).toEqual(["outer"]);
  happens("touchend");
  vi.advanceTimersByTime(2 * STILL);
  expect(made).toEqual(["outer", "inner"]);
});

test("of many that wait, none is made once the list has gone", () => {
  const { stillness, made, change, happens } = listOf(true);
  happens("touchstart");
  for (const name of ["first", "second"]) change(name);
  expect(vi.getTimerCount()).toBe(1);
  stillness.dispose();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(5 * STILL);
  expect(made).toEqual([]);
});

test("what has become pointless is not made, and nothing is once the list has gone", () => {
  const { stillness, made, change, happens } = listOf(true);
  happens("touchstart");
  change("forgotten");
  stillness.forget();
  happens("touchcancel");
  vi.advanceTimersByTime(2 * STILL);
  happens("touchstart");
  change("too late");
  stillness.dispose();
  vi.advanceTimersByTime(2 * STILL);
  expect(made).toEqual([]);
});
