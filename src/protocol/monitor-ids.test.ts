import { expect, test } from "vitest";
import { readMonitorIds, writeMonitorIds } from "./monitor-ids.ts";

test("what was written is read", () => {
  expect(readMonitorIds(writeMonitorIds([3, 12, 7]))).toEqual([3, 12, 7]);
});

test("what is no number of a monitor is left out", () => {
  expect(readMonitorIds("1,x,02,-3,4.5,6,")).toEqual([1, 6]);
  expect(readMonitorIds("")).toEqual([]);
});
