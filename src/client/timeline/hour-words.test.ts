import { afterEach, expect, test } from "vitest";
import { countHours } from "../words/time.ts";
import { hourWords, secondWords } from "./hour-words.ts";

afterEach(() => countHours("h23"));

const day = { year: 2026, month: 1, day: 1 };

test.each([
  [0, 0, "00:00", "12 am", "12:00:05 am"],
  [9, 5, "09:05", "9:05 am", "9:05:05 am"],
  [12, 30, "12:30", "12:30 pm", "12:30:05 pm"],
  [23, 0, "23:00", "11 pm", "11:00:05 pm"],
])("%i:%i is %s or %s", (hour, minute, long, short, withSeconds) => {
  const wall = { ...day, hour, minute, second: 5 };
  expect(hourWords(wall)).toBe(long);
  expect(secondWords(wall)).toBe(`${long}:05`);
  countHours("h12");
  expect(hourWords(wall)).toBe(short);
  expect(secondWords(wall)).toBe(withSeconds);
});
