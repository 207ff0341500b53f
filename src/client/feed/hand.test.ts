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
