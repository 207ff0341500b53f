import { expect, test } from "vitest";
import { type Focus, intentOf } from "./keys.ts";

function press(key: string, focus: Focus = "elsewhere", held: { ctrlKey?: boolean } = {}) {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  return intentOf({ ...none, ...held, key }, focus);
}

test("letters act and move wherever no text is typed", () => {
  expect(press("j")).toEqual({ type: "next" });
  expect(press("k", "in-row")).toEqual({ type: "previous" });
  expect(press("a")).toEqual({ type: "act", action: "acknowledge" });
  expect(press("Delete", "row")).toEqual({ type: "act", action: "delete" });
  expect(press("j", "text")).toBeNull();
  expect(press("Delete", "text")).toBeNull();
});

test("text that is typed can be left", () => {
  expect(press("Escape", "text")).toEqual({ type: "close" });
});

test("keys that the browser knows are taken only in the feed", () => {
  expect(press("PageDown")).toBeNull();
  expect(press("PageDown", "row")).toEqual({ type: "next" });
  expect(press("Enter", "row")).toEqual({ type: "open" });
  expect(press("Enter", "in-row")).toBeNull();
  expect(press("r", "row", { ctrlKey: true })).toBeNull();
});

test("the feed can be left at both ends", () => {
  expect(press("Home", "row", { ctrlKey: true })).toEqual({ type: "leave-up" });
  expect(press("End", "in-row", { ctrlKey: true })).toEqual({ type: "leave-down" });
  expect(press("Home", "elsewhere", { ctrlKey: true })).toBeNull();
});
