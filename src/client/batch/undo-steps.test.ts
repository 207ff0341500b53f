import { expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { undoSteps } from "./undo-steps.ts";

const NOW = Date.parse("2026-01-01T00:00:00.000Z");
const NOON = "2026-01-01T12:00:00.000Z";
const EVENING = "2026-01-01T18:00:00.000Z";

const plain = [anAlert({ id: 1 }), anAlert({ id: 2 })];
const snoozed = (id: number, snoozedUntil: string) => anAlert({ id, snoozedUntil });

test("what was done to several is taken back from all of them at once", () => {
  expect(undoSteps(plain, { action: "acknowledge" }, NOW)).toEqual([
    { act: { action: "unacknowledge" }, ids: [1, 2] },
  ]);
});

test("each gets back the snooze that it had, once it is open again", () => {
  const before = [...plain, snoozed(3, NOON), snoozed(4, EVENING), snoozed(5, NOON)];
  expect(undoSteps(before, { action: "resolve" }, NOW)).toEqual([
    { act: { action: "reopen" }, ids: [1, 2, 3, 4, 5] },
    { act: { action: "snooze", until: NOON }, ids: [3, 5] },
    { act: { action: "snooze", until: EVENING }, ids: [4] },
  ]);
});

test("snoozes that would be over are not begun anew", () => {
  const late = Date.parse(EVENING);
  expect(undoSteps([snoozed(3, NOON)], { action: "wake" }, late)).toEqual([]);
});
