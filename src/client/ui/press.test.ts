import { beforeEach, expect, test } from "vitest";
import { type Click, createPresses, type Presses } from "./press.ts";

class Part {
  readonly parts: readonly Part[];
  constructor(...parts: Part[]) {
    this.parts = parts;
  }
  contains = (other: Part): boolean =>
    this === other || this.parts.some((part) => part.contains(other));
}

const key = new Part();
const acknowledge = new Part(key);
const unacknowledge = new Part();
let presses: Presses<Part>;

beforeEach(() => {
  presses = createPresses();
});

const at = (timeStamp: number, clientX = 100, detail = 1): Click => ({
  timeStamp,
  clientX,
  clientY: 50,
  detail,
});

/** A press and its click, where a pointer does nothing in between. */
function press(on: Part, click: Click): boolean {
  presses.began(on, click);
  presses.ended(click.timeStamp);
  return presses.isMeant(on, click);
}

test("a press on a control, or on a part of it, is meant for it", () => {
  presses.began(key, at(0));
  presses.ended(20);
  expect(presses.isMeant(acknowledge, at(21))).toBe(true);
});

test("a control that came under the pointer while it was down is not meant", () => {
  presses.began(unacknowledge, at(0));
  presses.ended(20);
  expect(presses.isMeant(acknowledge, at(21))).toBe(false);
});

test("the second half of a double click is not meant for anything", () => {
  expect(press(acknowledge, at(0))).toBe(true);
  expect(press(acknowledge, at(100, 100, 2))).toBe(false);
});

test("what takes the place of what was pressed is not meant by the same movement", () => {
  expect(press(acknowledge, at(0))).toBe(true);
  expect(press(unacknowledge, at(100, 105))).toBe(false);
  expect(press(unacknowledge, at(600, 105))).toBe(true);
});

test("two controls side by side can be pressed one after the other as fast as one likes", () => {
  expect(press(acknowledge, at(0))).toBe(true);
  expect(press(unacknowledge, at(50, 160))).toBe(true);
});

test("clicks of a keyboard or a screen reader have no press, whatever was pressed before", () => {
  presses.began(unacknowledge, at(0));
  presses.ended(20);
  expect(presses.isMeant(acknowledge, at(30, 0, 0))).toBe(true);
  expect(presses.isMeant(acknowledge, at(5000))).toBe(true);
  expect(presses.aimOf(at(5000))).toBeNull();
});

test("a press that lasts is still what its click is about", () => {
  presses.began(acknowledge, at(0));
  expect(presses.aimOf(at(10_000))).toEqual({ target: acknowledge, isStill: true });
  expect(presses.aimOf(at(10_000, 200))?.isStill).toBe(false);
});

test("a hand may be about to press what comes up where it is, and nothing far from it", () => {
  const box = { left: 200, right: 300, top: 40, bottom: 60 };
  expect(presses.isBound(box)).toBe(false);
  presses.moved({ clientX: 170, clientY: 90 });
  expect(presses.isBound(box)).toBe(true);
  presses.moved({ clientX: 140, clientY: 50 });
  expect(presses.isBound(box)).toBe(false);
  presses.began(key, at(0, 250));
  expect(presses.isBound(box)).toBe(true);
});
