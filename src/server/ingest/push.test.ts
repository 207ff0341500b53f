import { describe, expect, test } from "vitest";
import { arrivalAs, fixturesOf, NOW, reportFrom, reportsFrom } from "./arrival.fixture.ts";
import { readAlertmanager } from "./alertmanager.ts";
import { readPush } from "./push.ts";

const PAYLOADS = new Map(fixturesOf("push"));

function pushed(fields: object) {
  return reportFrom(readPush, [{ labels: { alertname: "A" }, ...fields }]);
}

test("what Prometheus pushes fires until its lease runs out", () => {
  expect(reportFrom(readPush, PAYLOADS.get("01-prometheus-firing.json"))).toMatchObject({
    status: "firing",
    title: "db-1 does not answer",
    severity: "critical",
    startedAt: "2026-11-26T11:58:19.314Z",
    resolvedAt: null,
    expiresAt: "2026-11-26T12:03:49.314Z",
  });
});

test("an end that is past is the end", () => {
  const report = reportFrom(readPush, PAYLOADS.get("02-prometheus-resolved.json"));
  expect(report).toMatchObject({ status: "resolved", resolvedAt: "2026-11-26T11:59:49.314Z" });
  expect(report.expiresAt).toBeUndefined();
});

describe("without an end it fires as long as Alertmanager would let it", () => {
  test.each([undefined, null, "", "0001-01-01T00:00:00Z", "soon"])("endsAt %j", (endsAt) => {
    expect(pushed({ endsAt })).toMatchObject({
      status: "firing",
      expiresAt: "2026-11-26T12:05:00.000Z",
    });
  });

  test("as amtool sends it", () => {
    const report = reportFrom(readPush, PAYLOADS.get("03-amtool-no-times.json"));
    expect(report).toMatchObject({ status: "firing", startedAt: null, url: null });
  });
});

test("the very moment of its end is its end", () => {
  expect(pushed({ endsAt: NOW }).status).toBe("resolved");
});

test("pushed or sent by a webhook it has the same fingerprint", () => {
  const labels = { alertname: "A", "\uFFFD": "1", "\u{1F600}": "2" };
  const [sent] = reportsFrom(readAlertmanager, { alerts: [{ labels }] });
  expect(pushed({ labels }).fingerprint).toBe(sent?.fingerprint);
});

test.each([{}, { alerts: [] }, null, 5, "text"])("is an array: %j is none", (body) => {
  expect(readPush(body, arrivalAs("prometheus"))).toMatchObject({
    problem: { code: "invalid-body" },
  });
});

test("what names nothing is rejected, and spoils no other", () => {
  expect(readPush([{}, { labels: { a: "1" } }, null], arrivalAs("x"))).toMatchObject({
    value: { items: [{ ok: false }, { ok: true }, { ok: false }] },
  });
});
