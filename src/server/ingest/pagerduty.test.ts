import { describe, expect, test } from "vitest";
import { fixturesOf, itemsFrom, reportFrom } from "./arrival.fixture.ts";
import { readPagerDuty } from "./pagerduty.ts";

const PAYLOADS = new Map(fixturesOf("pagerduty"));
const reportOf = (name: string) => reportFrom(readPagerDuty, PAYLOADS.get(name));

test("a trigger, in our words", () => {
  expect(reportOf("01-trigger.json")).toMatchObject({
    fingerprint: "srv01/HTTP",
    title: "Host 'db-3' is DOWN.",
    severity: "critical",
    status: "firing",
    labels: { source: "db-3", component: "postgres", group: "prod-datapipe", class: "deploy" },
    annotations: {
      client: "Sample Monitoring Service",
      "ping time": "1500ms",
      "load avg": "0.75",
      firing: '[{"alertname":"Down"}]',
    },
    url: "https://monitoring.example/incidents/1",
    startedAt: "2026-11-26T11:40:00.000Z",
  });
});

test("as Alertmanager sends it", () => {
  expect(reportOf("04-alertmanager.json")).toMatchObject({
    title: "[FIRING:1] Down db-3",
    severity: "error",
    url: expect.stringContaining("alertmanager.example"),
  });
});

describe("what is named by its key alone changes nothing else", () => {
  const silent = { title: undefined, severity: undefined, labels: undefined, url: undefined };

  test.each([
    ["02-acknowledge.json", "firing"],
    ["03-resolve.json", "resolved"],
  ])("%s", (name, status) => {
    const key = { fingerprint: "srv01/HTTP", name: "srv01/HTTP" };
    expect(reportOf(name)).toMatchObject({ ...silent, ...key, status });
  });
});

test("no secret of its sender is kept", () => {
  for (const body of PAYLOADS.values()) {
    expect(JSON.stringify(reportFrom(readPagerDuty, body))).not.toContain("0123456789abcdef");
  }
});

test("without a key each event is given one", () => {
  const body = { event_action: "trigger", payload: { summary: "S" } };
  expect(reportFrom(readPagerDuty, body).fingerprint).toBe("made-1");
});

test.each([
  { event_action: "resolve" },
  { event_action: "trigger", payload: {} },
  { event_action: "trigger", payload: { summary: " " } },
  { payload: "text" },
])("%j names nothing", (body) => {
  expect(itemsFrom(readPagerDuty, body)).toMatchObject([{ ok: false }]);
});
