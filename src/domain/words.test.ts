import { expect, test } from "vitest";
import { decide, type Report } from "./command.ts";
import { CHANGE_CREDIT, CHANGE_PRICE } from "./pace.ts";
import { aReport, at, given, opened, repeated, resolved } from "./history.arbitrary.ts";
import { type Memory, NO_MEMORY } from "./memory.ts";

const alert = given(opened, repeated);
/** The next change of words may be recorded at 10 s. */
const paidUntil = at(10 + ((CHANGE_CREDIT - 1) * CHANGE_PRICE) / 1000);
const memory = { ...NO_MEMORY, paidUntil };

function whenReported(fields: Partial<Report>, now: string) {
  return decide(alert, { type: "Report", report: aReport(fields) }, now, memory);
}

function whenRecorded(unrecorded: Memory["unrecorded"], now: string, of = alert) {
  return decide(of, { type: "Record", id: 1 }, now, { ...memory, unrecorded });
}

const nothing = { ok: true, value: [] };
const retitled = { ok: true, value: [{ type: "AlertRetitled", data: { title: "t" } }] };
const worse = { ok: true, value: [{ type: "AlertSeverityChanged", data: { severity: "error" } }] };

test("words that change too often wait for their credit", () => {
  expect(whenReported({ title: "t" }, at(9))).toEqual(nothing);
  expect(whenReported({ title: "t" }, at(10))).toEqual(retitled);
});

test("worse trouble is told at once, without the other words; better waits with them", () => {
  expect(whenReported({ title: "t", severity: "error" }, at(9))).toEqual(worse);
  expect(whenReported({ title: "t", severity: "info" }, at(9))).toEqual(nothing);
});

test("what waited is recorded once there is credit", () => {
  const unrecorded = { title: "t", starts: [] };
  expect(whenRecorded(unrecorded, at(9))).toEqual(nothing);
  expect(whenRecorded(unrecorded, at(10))).toEqual(retitled);
  expect(whenRecorded(null, at(10))).toEqual(nothing);
});

test("starts that waited are recorded with the next repeat, and never of what is over", () => {
  const unrecorded = { starts: [at(5)] };
  const told = { ok: true, value: [{ type: "AlertRepeated", data: { starts: [at(5)] } }] };
  expect(whenRecorded(unrecorded, at(2 + 59))).toEqual(nothing);
  expect(whenRecorded(unrecorded, at(2 + 60))).toEqual(told);
  expect(whenRecorded(unrecorded, at(900), given(opened, resolved))).toEqual(nothing);
});
