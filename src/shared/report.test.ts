import { describe, expect, test } from "vitest";
import type { Alert } from "./alert.ts";
import { decide, type Report } from "./command.ts";
import {
  acknowledged,
  aReport,
  at,
  deleted,
  fold,
  given,
  opened,
  record,
  repeated,
  resolved,
} from "./history.arbitrary.ts";

function whenReported(alert: Alert | null, fields: Partial<Report>, now: string) {
  const decided = decide(alert, { type: "Report", report: aReport(fields) }, now);
  if (!decided.ok) throw new Error(decided.problem.detail);
  return decided.value;
}

describe("a firing report", () => {
  test("of an identity never seen opens an episode", () => {
    expect(whenReported(null, {}, at(9))).toEqual([opened]);
  });

  test("without a start starts now", () => {
    expect(whenReported(null, { startedAt: null }, at(0))).toEqual([opened]);
  });

  test("again, with nothing changed, is a repeat", () => {
    expect(whenReported(given(opened), {}, at(5))).toEqual([repeated]);
  });

  test("again and again is recorded at most once a minute", () => {
    const alert = given(opened, repeated);
    expect(whenReported(alert, {}, at(2 + 59))).toEqual([]);
    expect(whenReported(alert, {}, at(2 + 60))).toEqual([repeated]);
  });

  test("with another start is still the open episode", () => {
    expect(whenReported(given(opened), { startedAt: at(500) }, at(501))).toEqual([repeated]);
  });

  test("with changed words says what changed, each as itself", () => {
    const changed = { title: "Disk is full", severity: "critical", url: "https://a/" } as const;
    expect(whenReported(given(opened), changed, at(5))).toEqual([
      { type: "AlertRetitled", data: { title: "Disk is full" } },
      { type: "AlertSeverityChanged", data: { severity: "critical" } },
      {
        type: "AlertDescribed",
        data: { description: "90 % used", annotations: {}, url: "https://a/" },
      },
    ]);
  });

  test("with other annotations describes the alert anew", () => {
    const annotations = { runbook: "r" };
    expect(whenReported(given(opened), { annotations }, at(5))).toEqual([
      { type: "AlertDescribed", data: { description: "90 % used", annotations, url: null } },
    ]);
  });

  test("leaves what an operator did to the alert", () => {
    const alert = given(opened, acknowledged, deleted);
    const events = whenReported(alert, { title: "Disk is full" }, at(5));
    expect(events).toEqual([{ type: "AlertRetitled", data: { title: "Disk is full" } }]);
    expect(fold(alert, record(events, 4))).toMatchObject({
      status: "acknowledged",
      acknowledgedBy: "ann",
      deletedAt: at(3),
    });
  });

  test("after the resolution, with a new start or none, opens a new episode", () => {
    const alert = given(opened, resolved);
    expect(whenReported(alert, { startedAt: at(500) }, at(501))).toMatchObject([
      { type: "AlertOpened", data: { startedAt: at(500) } },
    ]);
    expect(whenReported(alert, { startedAt: null }, at(501))).toMatchObject([
      { type: "AlertOpened", data: { startedAt: at(501) } },
    ]);
  });

  test("after the resolution, with the start of the resolved episode, is a replay", () => {
    expect(whenReported(given(opened, resolved), {}, at(501))).toEqual([]);
  });
});

describe("a resolved report", () => {
  const ended = { status: "resolved", resolvedAt: at(60) } as const;

  test("of an open episode resolves it when the source says it ended", () => {
    expect(whenReported(given(opened), ended, at(90))).toEqual([resolved]);
    expect(whenReported(given(opened, acknowledged), ended, at(90))).toEqual([resolved]);
  });

  test("without an end resolves it now", () => {
    expect(whenReported(given(opened), { status: "resolved" }, at(60))).toEqual([resolved]);
  });

  test("with changed words tells those first", () => {
    expect(whenReported(given(opened), { ...ended, title: "Disk was full" }, at(90))).toEqual([
      { type: "AlertRetitled", data: { title: "Disk was full" } },
      resolved,
    ]);
  });

  test("of an identity never seen is history: opened and resolved", () => {
    expect(whenReported(null, ended, at(90))).toEqual([opened, resolved]);
  });

  test("of an identity never seen, without a start, started no later than it ended", () => {
    expect(whenReported(null, { ...ended, startedAt: null }, at(90))).toMatchObject([
      { type: "AlertOpened", data: { startedAt: at(60) } },
      resolved,
    ]);
  });

  test("again is a replay", () => {
    const alert = given(opened, resolved);
    expect(whenReported(alert, ended, at(90))).toEqual([]);
    expect(whenReported(alert, { ...ended, startedAt: null }, at(90))).toEqual([]);
  });

  test("of another start than the resolved episode's is an episode of its own", () => {
    const alert = given(opened, resolved);
    expect(whenReported(alert, { ...ended, startedAt: at(30) }, at(90))).toMatchObject([
      { type: "AlertOpened", data: { startedAt: at(30) } },
      resolved,
    ]);
  });
});
