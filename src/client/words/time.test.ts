import { afterEach, describe, expect, test } from "vitest";
import {
  ageWords,
  clockWords,
  countHours,
  dateWords,
  dayWords,
  durationWords,
  momentWords,
  soonWords,
  untilWords,
} from "./time.ts";

const time = "2026-11-22T14:02:11.000Z";
const after = (seconds: number) => Date.parse(time) + seconds * 1000;

test.each([
  [-5, "now"],
  [59, "now"],
  [60, "1 min"],
  [3599, "59 min"],
  [3600, "1 h"],
  [86_399, "23 h"],
  [86_400, "1 d"],
  [86_400 * 15, "2 wk"],
  [86_400 * 90, "2 mo"],
  [86_400 * 800, "2 yr"],
])("an age of %i s reads %s", (seconds, words) => {
  expect(ageWords(time, after(seconds))).toBe(words);
});

test.each([
  [-1, "0 s"],
  [40, "40 s"],
  [240, "4 min"],
  [3720, "1 h 2 min"],
  [7200, "2 h"],
  [86_400 * 3 + 3600 * 4, "3 d 4 h"],
])("a length of %i s reads %s", (seconds, words) => {
  expect(durationWords(time, new Date(after(seconds)).toISOString())).toBe(words);
});

test.each([
  [-1, ""],
  [0, ""],
  [5, "within a minute"],
  [150, "in 2 min"],
  [7300, "in 2 h"],
])("what is %i s off reads %s", (seconds, words) => {
  expect(untilWords(new Date(after(seconds)).toISOString(), after(0))).toBe(words);
});

test("a moment is told in the reader's time zone", () => {
  expect(momentWords(time, "UTC")).toBe("22 Nov 2026, 14:02:11 UTC");
  expect(clockWords(time, "Asia/Kolkata")).toBe("19:32:11");
  expect(dayWords("2026-11-22T23:30:00.000Z", "Europe/Berlin")).toContain("23 November");
  expect(dateWords(time, "UTC")).toBe("22 November 2026");
});

describe("hours", () => {
  afterEach(() => countHours("h23"));

  test("are counted as the reader counts them, wherever a time is told", () => {
    const now = Date.parse(time);
    countHours("h12");
    expect(momentWords(time, "UTC")).toBe("22 Nov 2026, 2:02:11 pm UTC");
    expect(clockWords("2026-11-22T00:02:11.000Z", "UTC")).toBe("12:02:11 am");
    expect(soonWords(time, now, "UTC")).toBe("2:02 pm");
    countHours("h23");
    expect(soonWords(time, now, "UTC")).toBe("14:02");
  });
});
