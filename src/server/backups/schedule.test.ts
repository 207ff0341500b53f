import { expect, test } from "vitest";
import { isOverdue, readSchedule } from "./schedule.ts";

const at = (time: string) => Date.parse(`2026-11-${time}:00.000`);

test.each(["", "every day", "61 * * * *", "* * *", "0 3 * * * * * *", "0 0 30 2 *"])(
  "%j is none",
  (line) => {
    expect(readSchedule(line)).toBeNull();
  },
);

test("a line of cron says when the next backup is due", () => {
  const schedule = readSchedule("30 3 * * *");
  expect(schedule?.next(at("26T03:30"))).toBe(at("27T03:30"));
  expect(schedule?.next(at("26T03:29"))).toBe(at("26T03:30"));
});

test("one that was missed once is late, and overdue when it is due again", () => {
  const schedule = readSchedule("30 3 * * *");
  if (schedule === null) throw new Error("It is a schedule.");
  expect(isOverdue(schedule, at("26T03:30"), at("27T03:31"))).toBe(false);
  expect(isOverdue(schedule, at("26T03:30"), at("28T03:29"))).toBe(false);
  expect(isOverdue(schedule, at("26T03:30"), at("28T03:30"))).toBe(true);
  expect(isOverdue(schedule, at("27T12:00"), at("28T03:30"))).toBe(false);
});

test("a schedule that comes up no more makes nothing overdue", () => {
  const schedule = readSchedule("0 0 0 1 1 * 2020");
  if (schedule === null) throw new Error("It is a schedule.");
  expect(isOverdue(schedule, at("26T03:30"), at("28T03:30"))).toBe(false);
});
