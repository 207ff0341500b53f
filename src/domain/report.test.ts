import { describe, expect, test } from "vitest";
import type { Alert } from "./alert.ts";
import { decide, type Report } from "./command.ts";
import type { AlertEvent } from "./event.ts";
import {
  acknowledged,
  aReport,
  at,
  deleted,
  fold,
  given,
  givenBySource,
  opened,
  record,
  reopened,
  repeated,
  resolved,
} from "./history.arbitrary.ts";
import { type Memory, NO_MEMORY } from "./memory.ts";
import { OPERATOR_GRACE, RENEWAL_INTERVAL } from "./pace.ts";

function whenReported(
  alert: Alert | null,
  fields: Partial<Report>,
  now: string,
  memory: Partial<Memory> = {},
) {
  const report = aReport(fields);
  const decided = decide(alert, { type: "Report", report }, now, { ...NO_MEMORY, ...memory });
  if (!decided.ok) throw new Error(decided.problem.detail);
  return decided.value;
}

const typesOf = (events: readonly AlertEvent[]) => events.map(({ type }) => type);

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

  test("that only renews a lease is recorded less often", () => {
    const alert = given(opened, repeated);
    const renewal = { expiresAt: at(9000) };
    expect(whenReported(alert, renewal, at(2 + RENEWAL_INTERVAL / 1000 - 1))).toEqual([]);
    expect(whenReported(alert, renewal, at(2 + RENEWAL_INTERVAL / 1000))).toEqual([repeated]);
  });

  test("with another start is still the open episode, which learns that start", () => {
    expect(whenReported(given(opened), { startedAt: at(500) }, at(501))).toEqual([
      { type: "AlertRepeated", data: { starts: [at(500)] } },
    ]);
  });

  test("with changed words says what changed, each as itself, and counts as a repeat", () => {
    const changed = { title: "Disk is full", severity: "critical", url: "https://a/" } as const;
    expect(whenReported(given(opened), changed, at(5))).toEqual([
      { type: "AlertRetitled", data: { title: "Disk is full", isRepeat: true } },
      { type: "AlertSeverityChanged", data: { severity: "critical" } },
      {
        type: "AlertDescribed",
        data: { description: "90 % used", annotations: {}, url: "https://a/" },
      },
    ]);
  });

  test("with other annotations describes the alert anew", () => {
    const annotations = { runbook: "r" };
    expect(whenReported(given(opened, repeated), { annotations }, at(5))).toEqual([
      { type: "AlertDescribed", data: { description: "90 % used", annotations, url: null } },
    ]);
  });

  test("leaves what an operator did to the alert", () => {
    const alert = given(opened, acknowledged, deleted);
    const events = whenReported(alert, { title: "Disk is full" }, at(5));
    expect(events).toMatchObject([{ type: "AlertRetitled", data: { title: "Disk is full" } }]);
    expect(fold(alert, record(events, 4))).toMatchObject({
      status: "acknowledged",
      acknowledgedBy: "user:ann",
      deletedAt: at(3),
    });
  });

  test("after the resolution, with a later start or none, opens a new episode", () => {
    const alert = givenBySource(opened, resolved);
    expect(whenReported(alert, { startedAt: at(500) }, at(501))).toMatchObject([
      { type: "AlertOpened", data: { startedAt: at(500) } },
    ]);
    expect(whenReported(alert, { startedAt: null }, at(501))).toMatchObject([
      { type: "AlertOpened", data: { startedAt: at(501) } },
    ]);
  });

  test.each([
    ["the start of the resolved episode", at(0), {}],
    ["a start from before its resolution", at(59), {}],
    ["a start at its resolution", at(60), {}],
    ["another start that it was told under", at(70), { starts: [at(70)] }],
  ])("after the resolution, with %s, reopens the row", (_, startedAt, memory) => {
    const alert = givenBySource(opened, resolved);
    expect(whenReported(alert, { startedAt }, at(501), memory)).toMatchObject([reopened]);
  });

  test("that reopens the row brings its words along, and the starts that were not told", () => {
    const alert = givenBySource(opened, resolved);
    const news = { title: "Disk is full", startedAt: at(50) };
    expect(whenReported(alert, news, at(501))).toEqual([
      { type: "AlertReopened", data: { reason: "fires-again", starts: [at(50)] } },
      { type: "AlertRetitled", data: { title: "Disk is full" } },
    ]);
  });
});

describe("what an operator resolved and its source goes on reporting", () => {
  const ended = { type: "AlertResolved", data: { resolvedAt: at(100) } } as const;
  const alert = given(opened, ended);
  const grace = OPERATOR_GRACE / 1000;

  test.each([at(0), at(5), null])(
    "reopens after a minute, and says why (start %s)",
    (startedAt) => {
      expect(whenReported(alert, { startedAt }, at(100 + grace - 1))).toEqual([]);
      expect(whenReported(alert, { startedAt }, at(100 + grace))).toMatchObject([
        { type: "AlertReopened", data: { reason: "still-reported" } },
      ]);
    },
  );

  test("is a new row at once where it begins anew", () => {
    expect(typesOf(whenReported(alert, { startedAt: at(110) }, at(111)))).toEqual(["AlertOpened"]);
  });
});

describe("a resolved report", () => {
  const ended = { status: "resolved", resolvedAt: at(60) } as const;

  test("of an open episode resolves it when the source says it ended", () => {
    expect(whenReported(given(opened), ended, at(90))).toEqual([resolved]);
    expect(whenReported(given(opened, acknowledged), ended, at(90))).toEqual([resolved]);
  });

  test("is obeyed whatever its start: a start names nothing, and nothing heals what is ignored", () => {
    for (const startedAt of [at(-500), at(30), at(80), null]) {
      expect(typesOf(whenReported(given(opened), { ...ended, startedAt }, at(90)))).toEqual([
        "AlertResolved",
      ]);
    }
  });

  test("without an end resolves it now, and so it does with an end that is yet to come", () => {
    expect(whenReported(given(opened), { status: "resolved" }, at(60))).toEqual([resolved]);
    const early = { ...ended, resolvedAt: at(3000) };
    expect(whenReported(given(opened), early, at(60))).toEqual([resolved]);
    expect(whenReported(null, early, at(60))).toEqual([opened, resolved]);
  });

  test("without a start began no later than it ended, whatever end is told", () => {
    const untimed = { ...ended, startedAt: null };
    expect(whenReported(null, untimed, at(90))).toMatchObject([
      { data: { startedAt: at(60) } },
      { data: { resolvedAt: at(60) } },
    ]);
    expect(whenReported(null, { ...untimed, resolvedAt: at(3000) }, at(60))).toMatchObject([
      { data: { startedAt: at(60) } },
      { data: { resolvedAt: at(60) } },
    ]);
  });

  test("with changed words tells those first", () => {
    expect(whenReported(given(opened), { ...ended, title: "Disk was full" }, at(90))).toEqual([
      { type: "AlertRetitled", data: { title: "Disk was full" } },
      resolved,
    ]);
  });

  test("tells of every start that the episode was told under and no event names", () => {
    const unrecorded = { starts: [at(20)] };
    const events = whenReported(given(opened), { ...ended, startedAt: at(10) }, at(90), {
      unrecorded,
    });
    expect(events).toEqual([
      { type: "AlertResolved", data: { resolvedAt: at(60), starts: [at(10), at(20)] } },
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

  test.each<[string, Partial<Report>, Partial<Memory>]>([
    ["the same again", {}, {}],
    ["no start", { startedAt: null }, {}],
    ["no start and another end", { startedAt: null, resolvedAt: at(80) }, {}],
    ["a start from before the resolution", { startedAt: at(30), resolvedAt: at(80) }, {}],
    ["a start that is known", { startedAt: at(70), resolvedAt: at(80) }, { starts: [at(70)] }],
    ["the same end", { startedAt: at(61) }, {}],
    ["its end for its start", { startedAt: at(80), resolvedAt: at(80) }, {}],
  ])("where nothing is open changes nothing: with %s", (_, fields, memory) => {
    const alert = givenBySource(opened, resolved);
    expect(whenReported(alert, { ...ended, ...fields }, at(90), memory)).toEqual([]);
  });

  test("of a later start than the latest resolution is an episode of its own", () => {
    const later = { ...ended, startedAt: at(70), resolvedAt: at(80) };
    expect(whenReported(givenBySource(opened, resolved), later, at(90))).toMatchObject([
      { type: "AlertOpened", data: { startedAt: at(70) } },
      { type: "AlertResolved", data: { resolvedAt: at(80) } },
    ]);
  });
});
