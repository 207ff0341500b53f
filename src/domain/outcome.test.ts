import { expect, test } from "vitest";
import type { EventType } from "./event.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

test.each<[Outcome, EventType[]]>([
  ["unchanged", []],
  ["opened", ["AlertOpened"]],
  ["opened", ["AlertReopened", "AlertRestored", "AlertRetitled"]],
  ["repeated", ["AlertRepeated"]],
  ["updated", ["AlertRetitled", "AlertRepeated"]],
  ["updated", ["AlertRestored", "AlertRepeated"]],
  ["resolved", ["AlertDescribed", "AlertResolved"]],
  ["resolved", ["AlertOpened", "AlertResolved"]],
])("is %s after %j", (outcome, events) => {
  expect(outcomeOf(events)).toBe(outcome);
});
