import { expect, test } from "vitest";
import { connectionWords, foundWords, selectedWords } from "./told-words.ts";

test("what was found is told with its number, and that it may be more", () => {
  expect(foundWords(0, false)).toBe("No alerts");
  expect(foundWords(0, true)).toBe("Searching further back");
  expect(foundWords(1, false)).toBe("1 alert");
  expect(foundWords(100, true)).toBe("More than 100 alerts");
});

test("what is selected is told with its number", () => {
  expect([0, 1, 3, "all" as const].map(selectedWords)).toEqual([
    "Nothing is selected",
    "1 selected",
    "3 selected",
    "All that match are selected",
  ]);
});

test("that changes do not come is told, and that they come again", () => {
  expect((["offline", "signed-out", "live"] as const).map(connectionWords)).toEqual([
    "Offline. Changes do not reach this page",
    "Signed out. Changes do not reach this page",
    "Live again",
  ]);
});
