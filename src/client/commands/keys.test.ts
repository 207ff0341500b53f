import { expect, test } from "vitest";
import { commandOf, keyOf } from "./keys.ts";
import type { Focus } from "./registry.ts";

interface Held {
  ctrlKey?: boolean;
  metaKey?: boolean;
  shiftKey?: boolean;
  repeat?: boolean;
  isComposing?: boolean;
}

function press(key: string, focus: Focus = "elsewhere", held: Held = {}) {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  return commandOf({ ...none, repeat: false, isComposing: false, ...held, key }, focus);
}

const FOCI = ["row", "pointed-row", "in-row", "control", "elsewhere"] as const;
const KEYS = [
  "j",
  "k",
  "a",
  "u",
  "r",
  "o",
  "s",
  "w",
  "t",
  "n",
  "z",
  "p",
  "Delete",
  "Home",
  "End",
  "Enter",
  "Escape",
  "/",
  "?",
];

test("letters act and move wherever no text is typed", () => {
  expect(press("j")).toBe("next");
  expect(press("k", "in-row")).toBe("previous");
  expect(press("a")).toBe("acknowledge");
  expect(press("Delete", "row")).toBe("delete");
  expect(press("p", "control")).toBe("pause");
  expect(press("j", "text")).toBeNull();
  expect(press("Delete", "text")).toBeNull();
});

test("text that is typed can be left, but not what an input method puts together", () => {
  expect(press("Escape", "text")).toBe("leave-text");
  expect(press("Escape", "text", { isComposing: true })).toBeNull();
});

test("a key that is held goes from alert to alert, and does nothing else again", () => {
  const goesOn: string[] = ["next", "previous"];
  for (const focus of FOCI) {
    for (const key of KEYS) {
      const once = press(key, focus);
      if (once === null) continue;
      const again = goesOn.includes(once) ? once : "nothing";
      expect(press(key, focus, { repeat: true }), `${key} on ${focus}`).toBe(again);
    }
  }
  expect(press("Escape", "text", { repeat: true })).toBeNull();
});

test("a control on which a key is held is pressed once", () => {
  for (const focus of ["in-row", "control"] as const) {
    for (const key of ["Enter", " "]) {
      expect(press(key, focus)).toBeNull();
      expect(press(key, focus, { repeat: true })).toBe("nothing");
    }
  }
  // There, the browser scrolls.
  expect(press(" ", "row", { repeat: true })).toBeNull();
  expect(press(" ", "elsewhere", { repeat: true })).toBeNull();
});

test("keys that the browser knows are taken only in the feed", () => {
  expect(press("PageDown")).toBeNull();
  expect(press("PageDown", "row")).toBe("next");
  expect(press("Enter", "row")).toBe("open");
  expect(press("Enter", "in-row")).toBeNull();
  expect(press("r", "row", { ctrlKey: true })).toBeNull();
});

test("who came to a row by pointer reads on by the page", () => {
  expect(press("PageDown", "pointed-row")).toBeNull();
  expect(press("PageUp", "pointed-row")).toBeNull();
  expect(press("Enter", "pointed-row")).toBe("open");
});

test("the feed can be left at both ends", () => {
  expect(press("Home", "row", { ctrlKey: true })).toBe("leave-up");
  expect(press("End", "in-row", { ctrlKey: true })).toBe("leave-down");
  expect(press("Home", "elsewhere", { ctrlKey: true })).toBeNull();
});

test("a key that goes with Shift does nothing without it", () => {
  expect(press("ArrowDown", "row", { shiftKey: true })).toBe("select-next");
  expect(press("X", "row", { shiftKey: true })).toBe("select-all");
  // With the capitals locked, x is the key that was meant.
  expect(press("X", "row")).toBeNull();
  expect(press("ArrowUp", "row", { shiftKey: true, repeat: true })).toBe("select-previous");
  expect(press("ArrowDown", "row")).toBeNull();
  expect(press("ArrowDown", "text", { shiftKey: true })).toBeNull();
});

test("what goes with Ctrl or ⌘ goes from everywhere, and with nothing else beside it", () => {
  for (const focus of [...FOCI, "text"] as const) {
    expect(press("k", focus, { ctrlKey: true })).toBe("palette");
    expect(press("k", focus, { metaKey: true })).toBe("palette");
    expect(press("k", focus, { ctrlKey: true, metaKey: true })).not.toBe("palette");
    expect(press("k", focus, { ctrlKey: true, shiftKey: true })).not.toBe("palette");
    expect(press("k", focus)).toBe(focus === "text" ? null : "previous");
  }
  expect(keyOf("palette")).toBe("Ctrl/⌘ k");
});
