import { expect, test } from "vitest";
import { decide, type Report } from "./command.ts";
import {
  aReport,
  at,
  deleted,
  given,
  givenBySource,
  opened,
  repeated,
  resolved,
} from "./history.arbitrary.ts";
import { type Memory, NO_MEMORY } from "./memory.ts";
import type { Alert } from "./alert.ts";

function typesWhenReported(
  alert: Alert | null,
  fields: Partial<Report>,
  now: string,
  memory: Partial<Memory> = {},
): string[] {
  const report = aReport(fields);
  const decided = decide(alert, { type: "Report", report }, now, { ...NO_MEMORY, ...memory });
  if (!decided.ok) throw new Error(decided.problem.detail);
  return decided.value.map(({ type }) => type);
}

const alert = given(opened, repeated, deleted);

test("a mere repeat stays in the trash", () => {
  expect(typesWhenReported(alert, {}, at(70))).toEqual(["AlertRepeated"]);
  expect(typesWhenReported(alert, { severity: "info" }, at(70))).not.toContain("AlertRestored");
});

test("a report of worse trouble comes into the feed", () => {
  expect(typesWhenReported(alert, { severity: "critical" }, at(5))).toEqual([
    "AlertRestored",
    "AlertSeverityChanged",
  ]);
});

test("a report of a later start than all before comes into the feed", () => {
  expect(typesWhenReported(alert, { startedAt: at(4) }, at(5))).toEqual(["AlertRestored"]);
  const starts = [at(4)];
  expect(typesWhenReported(alert, { startedAt: at(4) }, at(5), { starts })).toEqual([]);
  expect(typesWhenReported(alert, { startedAt: at(3) }, at(5), { starts })).toEqual([]);
  const unrecorded = { starts };
  expect(typesWhenReported(alert, { startedAt: at(4) }, at(5), { unrecorded })).toEqual([]);
});

test("what fires again after it was resolved comes into the feed", () => {
  const over = givenBySource(opened, resolved, deleted);
  expect(typesWhenReported(over, {}, at(90))).toEqual(["AlertReopened", "AlertRestored"]);
  expect(typesWhenReported(over, { startedAt: at(80) }, at(90))).toEqual(["AlertOpened"]);
});

test("what ends there stays there", () => {
  expect(typesWhenReported(alert, { status: "resolved" }, at(90))).toEqual(["AlertResolved"]);
});
