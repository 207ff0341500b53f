import { describe, expect, test } from "vitest";
import { fixturesOf, itemsFrom, reportFrom, reportsFrom } from "./arrival.fixture.ts";
import { readZabbix } from "./zabbix.ts";

const PAYLOADS = new Map(fixturesOf("zabbix"));
const reportOf = (name: string) => reportFrom(readZabbix, PAYLOADS.get(name));

test("a problem, in our words", () => {
  expect(reportOf("01-problem.json")).toMatchObject({
    fingerprint: "event 80127",
    title: "Disk space is low on /var (used > 90%)",
    description: "Space used: 45.2 GB of 49.1 GB (92 %)\nProblem started at 12:00:00 on 2026.11.26",
    severity: "error",
    status: "firing",
    labels: { component: "storage", scope: "capacity", host: "db-3", trigger_id: "16199" },
    url: null,
    startedAt: "2026-11-26T11:20:00.000Z",
  });
});

test("its end is named by the event alone, and changes no word", () => {
  expect(reportOf("02-recovery.json")).toMatchObject({
    fingerprint: "event 80127",
    status: "resolved",
    title: undefined,
    description: undefined,
    severity: undefined,
    labels: undefined,
    resolvedAt: "2026-11-26T11:30:00.000Z",
  });
});

test("parameters may have the names of their macros", () => {
  const body = {
    "ALERT.SUBJECT": "Problem: Ping lost",
    "ALERT.MESSAGE": "No answer for 5 minutes",
    "EVENT.ID": 80128,
    "TRIGGER.STATUS": "PROBLEM",
    "TRIGGER.SEVERITY": "Disaster",
    "HOST.NAME": "switch-1",
    "EVENT.TAGS": "scope:availability, target:network",
    "EVENT.RECOVERY.TIMESTAMP": "*UNKNOWN*",
  };
  expect(reportFrom(readZabbix, body)).toMatchObject({
    fingerprint: "event 80128",
    title: "Problem: Ping lost",
    description: "No answer for 5 minutes",
    severity: "critical",
    status: "firing",
    labels: { scope: "availability", target: "network", host: "switch-1" },
  });
});

describe("an event", () => {
  const event = { event_name: "Ping lost" };

  test.each([
    ["1", "firing"],
    ["0", "resolved"],
    [0, "resolved"],
    ["PROBLEM", "firing"],
    ["OK", "resolved"],
    ["RESOLVED", "resolved"],
    ["{EVENT.VALUE}", "firing"],
    [undefined, "firing"],
  ])("of the value %j is %s", (event_value, status) => {
    expect(reportFrom(readZabbix, { ...event, event_value }).status).toBe(status);
  });

  test.each([
    ["0", "info"],
    ["2", "warning"],
    ["4", "error"],
    [5, "critical"],
    ["Not classified", "info"],
    ["High", "error"],
    ["*UNKNOWN*", "info"],
  ])("of the severity %j is %s", (event_severity, severity) => {
    expect(reportFrom(readZabbix, { ...event, event_severity }).severity).toBe(severity);
  });

  test("that has no number is named by its trigger and host", () => {
    const fields = { ...event, trigger_id: 5, host: "a" };
    const [one, other] = [1, 0].map((value) => reportFrom(readZabbix, { ...fields, value }));
    expect(other).toMatchObject({ fingerprint: "a/5", status: "resolved", labels: one?.labels });
  });

  test("may stand among others, and what names nothing spoils none", () => {
    expect(reportsFrom(readZabbix, [event, event])).toHaveLength(2);
    const items = itemsFrom(readZabbix, [event, {}, null, { event_name: "{EVENT.NAME}" }]);
    expect(items.map(({ ok }) => ok)).toEqual([true, false, false, false]);
  });
});
