import { expect, test } from "vitest";
import { lineWords, readPasted } from "./pasted.ts";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 27, 12, 0, 30);

function pointsOf(text: string) {
  const read = readPasted(text, MINUTE, NOW);
  return read.ok ? read.pasted.points : read.words;
}

test.each([
  ["blanks", "2026-11-27 11:00:00 4.5\n2026-11-27T11:01:00Z  -3e2"],
  [
    "a header and quotes",
    '"Time","orders"\r\n"2026-11-27 11:00:00","4.5"\r\n2026-11-27T11:01:00Z,-3e2\r\n',
  ],
  ["semicolons", "Time;Value\n2026-11-27 11:00:00;4.5\n\n2026-11-27T11:01:00Z; -300"],
  ["tabs", "2026-11-27 11:00:00\t4.5\n2026-11-27T11:01:00Z\t-300"],
])("a time and a value, with %s", (_, text) => {
  expect(pointsOf(text)).toEqual([
    ["2026-11-27 11:00:00", 4.5],
    ["2026-11-27T11:01:00Z", -300],
  ]);
});

test("values alone are one for each bucket, the last of them in the one that is over", () => {
  const over = Date.UTC(2026, 10, 27, 11, 59);
  expect(pointsOf("orders\n1\n2\n3")).toEqual([
    [over - 2 * MINUTE, 1],
    [over - MINUTE, 2],
    [over, 3],
  ]);
});

test.each([",", ";", "\t"])("nothing measured is no number, with %j between", (between) => {
  const lines = ["1764200000,", "1764200060,null", "1764200120,NaN", "1764200180,0"];
  expect(pointsOf(lines.join("\n").replaceAll(",", between))).toEqual([
    ["1764200000", null],
    ["1764200060", null],
    ["1764200120", null],
    ["1764200180", 0],
  ]);
});

test.each([
  ["time,a,b\n1764200000,1,2", "Line 2: has more than a time and a value. Keep two columns."],
  ["1764200000 1\n\n7", "Line 3: has no time, and those before have one."],
  ["7\n1764200000 1", "Line 2: has a time."],
  ["1764200000 1\n1764200060 12 ms", "Line 2: “ms” is no number."],
  ["1764200000 0x10", "Line 1: “0x10” is no number."],
  ["1764200000 1\ntime,value", "Line 2: “value” is no number."],
])("%j is refused by its line", (text, words) => {
  expect(pointsOf(text)).toBe(words);
});

test("too many are counted", () => {
  expect(pointsOf("1\n".repeat(50_001))).toBe("There are 50,001 numbers, of 50,000 at most.");
});

test("what the server has against a point is told by its line", () => {
  const read = readPasted("time value\n\n1764200000 1\nsoon 2", MINUTE, NOW);
  if (!read.ok) throw new Error(read.words);
  expect(lineWords("points.1.0: is no time that can be read", read.pasted)).toBe(
    "Line 4: is no time that can be read",
  );
  expect(lineWords("points: they are in 9 buckets", read.pasted)).toBe(
    "points: they are in 9 buckets",
  );
});

test("an empty field is nothing pasted", () => {
  expect(pointsOf(" \n ")).toEqual([]);
});
