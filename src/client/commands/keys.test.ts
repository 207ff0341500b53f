import { expect, test } from "vitest";
import { type Focus, intentOf } from "./keys.ts";

interface Held {
  ctrlKey?: boolean;
  repeat?: boolean;
  isComposing?: boolean;
}

function press(key: string, focus: Focus = "elsewhere", held: Held = {}) {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  return intentOf({ ...none, repeat: false, isComposing: false, ...held, key }, focus);
}

const FOCI = ["row", "pointed-row", "in-row", "control", "elsewhere"] as const;
const KEYS = ["j", "k", "a", "u", "r", "p", "Delete", "Home", "End", "Enter", "Escape", "/", "?"];

test("letters act and move wherever no text is typed", () => {
  expect(press("j")).toEqual({ type: "next" });
  expect(press("k", "in-row")).toEqual({ type: "previous" });
  expect(press("a")).toEqual({ type: "act", action: "acknowledge" });
  expect(press("Delete", "row")).toEqual({ type: "act", action: "delete" });
  expect(press("p", "control")).toEqual({ type: "pause" });
  expect(press("j", "text")).toBeNull();
  expect(press("Delete", "text")).toBeNull();
});

test("text that is typed can be left, but not what an input method puts together", () => {
  expect(press("Escape", "text")).toEqual({ type: "leave-text" });
  expect(press("Escape", "text", { isComposing: true })).toBeNull();
});

test("a key that is held goes from alert to alert, and does nothing else again", () => {
  const goesOn = ["next", "previous"];
  for (const focus of FOCI) {
    for (const key of KEYS) {
      const once = press(key, focus);
      if (once === null) continue;
      const again = goesOn.includes(once.type) ? once : { type: "nothing" };
      expect(press(key, focus, { repeat: true }), `${key} on ${focus}`).toEqual(again);
    }
  }
  expect(press("Escape", "text", { repeat: true })).toBeNull();
});

test("a control on which a key is held is pressed once", () => {
  for (const focus of ["in-row", "control"] as const) {
    for (const key of ["Enter", " "]) {
      expect(press(key, focus)).toBeNull();
      expect(press(key, focus, { repeat: true })).toEqual({ type: "nothing" });
    }
  }
  // There, the browser scrolls.
  expect(press(" ", "row", { repeat: true })).toBeNull();
  expect(press(" ", "elsewhere", { repeat: true })).toBeNull();
});

test("keys that the browser knows are taken only in the feed", () => {
  expect(press("PageDown")).toBeNull();
  expect(press("PageDown", "row")).toEqual({ type: "next" });
  expect(press("Enter", "row")).toEqual({ type: "open" });
  expect(press("Enter", "in-row")).toBeNull();
  expect(press("r", "row", { ctrlKey: true })).toBeNull();
});

test("who came to a row by pointer reads on by the page", () => {
  expect(press("PageDown", "pointed-row")).toBeNull();
  expect(press("PageUp", "pointed-row")).toBeNull();
  expect(press("Enter", "pointed-row")).toEqual({ type: "open" });
});

test("the feed can be left at both ends", () => {
  expect(press("Home", "row", { ctrlKey: true })).toEqual({ type: "leave-up" });
  expect(press("End", "in-row", { ctrlKey: true })).toEqual({ type: "leave-down" });
  expect(press("Home", "elsewhere", { ctrlKey: true })).toBeNull();
});
