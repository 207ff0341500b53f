import { expect, test } from "vitest";
import { createHand } from "./hand.ts";

test("no hand is on a list that nobody touched, and none has to rest", () => {
  const hand = createHand();
  expect(hand.isOn(0)).toBe(false);
  expect(hand.hasRested(0)).toBe(true);
});

test("a pointer that moves holds the list for two seconds more", () => {
  const hand = createHand();
  hand.moved(1000);
  expect(hand.isOn(2999)).toBe(true);
  expect(hand.isOn(3000)).toBe(false);
  expect(hand.hasRested(12_999)).toBe(false);
  expect(hand.hasRested(13_000)).toBe(true);
});

test("focus and a dialog hold it until both are gone", () => {
  const hand = createHand();
  hand.hold("focus");
  hand.hold("dialog");
  hand.release("focus", 5000);
  expect(hand.isOn(60_000)).toBe(true);
  hand.release("dialog", 70_000);
  expect(hand.isOn(70_000)).toBe(false);
  expect(hand.hasRested(79_999)).toBe(false);
  expect(hand.hasRested(80_000)).toBe(true);
});

test("letting go of what was not held starts no rest", () => {
  const hand = createHand();
  hand.release("focus", 5000);
  expect(hand.hasRested(5000)).toBe(true);
});

test("a mouse that lies still over the list holds it until it leaves, and rests from then on", () => {
  const hand = createHand();
  hand.hovered(0);
  expect(hand.isOn(30_000)).toBe(true);
  hand.left(30_000);
  expect(hand.isOn(30_000)).toBe(false);
  expect(hand.hasRested(39_999)).toBe(false);
  expect(hand.hasRested(40_000)).toBe(true);
});

test("a mouse that nobody has moved for a minute is left behind", () => {
  const hand = createHand();
  hand.hovered(0);
  expect(hand.isOn(59_999)).toBe(true);
  expect(hand.isOn(60_000)).toBe(false);
  expect(hand.hasRested(70_000)).toBe(true);
  hand.left(80_000);
  expect(hand.hasRested(80_000)).toBe(true);
  hand.hovered(90_000);
  expect(hand.isOn(90_000)).toBe(true);
});

test("a finger, a menu and a pointer that is down hold it for as long as they are there", () => {
  for (const what of ["press", "touch", "menu"] as const) {
    const hand = createHand();
    hand.hold(what);
    expect(hand.isOn(3_600_000)).toBe(true);
    hand.release(what, 3_600_000);
    expect(hand.hasRested(3_609_999)).toBe(false);
    expect(hand.hasRested(3_610_000)).toBe(true);
  }
});
