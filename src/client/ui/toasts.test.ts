import { expect, test } from "vitest";
import { createToasts, type Toast } from "./toasts.ts";

const calm = (words: string): Toast => ({ words, tone: "calm" });
const bad = (words: string): Toast => ({ words, tone: "bad" });
const wordsAfter = (...list: Toast[]): string[] => {
  const toasts = createToasts();
  list.forEach(toasts.show);
  return toasts.list().map(({ words }) => words);
};

test("what is bad stays, however much that is calm comes after it", () => {
  expect(wordsAfter(bad("a"), calm("1"), calm("2"), bad("b"), calm("3"), calm("4"))).toEqual([
    "a",
    "2",
    "b",
    "3",
    "4",
  ]);
});

test("what is bad in the same way again is said once, as the newest", () => {
  expect(wordsAfter(bad("a"), bad("b"), bad("a"))).toEqual(["b", "a"]);
});

test("what is calm has a remedy of its own each time", () => {
  expect(wordsAfter(calm("a"), calm("a"))).toEqual(["a", "a"]);
});

test("each is dismissed alone", () => {
  const toasts = createToasts();
  const one = bad("a");
  toasts.show(one);
  toasts.show(bad("b"));
  toasts.dismiss(one);
  expect(toasts.list().map(({ words }) => words)).toEqual(["b"]);
});
