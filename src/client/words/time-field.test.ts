import { expect, test } from "vitest";
import { fieldText, fieldTime } from "./time-field.ts";

test("a time is written and read by the wall of a zone", () => {
  const time = Date.parse("2026-11-27T13:21:00Z");
  expect(fieldText(time + 30_000, "Europe/Berlin")).toBe("2026-11-27T14:21");
  expect(fieldTime("2026-11-27T14:21", "Europe/Berlin")).toBe(time);
  expect(fieldTime("2026-11-27T22:21", "Asia/Tokyo")).toBe(time);
});

test.each(["", "tomorrow", "2026-11-27", "2026-11-27T14"])("%j is no time", (text) => {
  expect(fieldTime(text, "UTC")).toBeNull();
});
