import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as v from "valibot";
import { readAlertmanager } from "./alertmanager.ts";
import { reportsFrom } from "./arrival.fixture.ts";
import { pairsOf } from "./fields.ts";
import { LIMITS } from "./limits.ts";
import { readGrafana } from "./grafana.ts";

describe("what names nothing at all is rejected, and spoils no other", () => {
  const good = { labels: { alertname: "A" } };

  test.each<[unknown, string]>([
    [null, "must be an object"],
    [[], "must be an object"],
    ["text", "must be an object"],
    [7, "must be an object"],
    ...[
      {},
      { status: "firing", startsAt: "2026-11-26T03:00:00Z" },
      { labels: {}, annotations: {} },
      { labels: [], annotations: null, fingerprint: "" },
      { labels: { a: null } },
    ].map((alert): [unknown, string] => [
      alert,
      "must have labels, annotations or a fingerprint: nothing names it",
    ]),
  ])("%j", (alert, detail) => {
    const bad = { ok: false, problem: { code: "invalid-alert", detail } };
    expect(readAlertmanager({ alerts: [good, alert, good] })).toMatchObject({
      value: { items: [{ ok: true }, bad, { ok: true }] },
    });
  });

  test.each<[object]>([
    [{ labels: { a: "" } }],
    [{ annotations: { summary: "S" } }],
    [{ fingerprint: "f" }],
  ])("what one thing names is kept: %j", (alert) => {
    expect(readAlertmanager({ alerts: [alert] })).toMatchObject({
      value: { items: [{ ok: true }] },
    });
  });

  test("without labels, alerts are told apart by their titles", () => {
    const alerts = ["S", "T"].map((summary) => ({ annotations: { summary } }));
    const [one, other] = reportsFrom(readAlertmanager, { alerts });
    expect(one?.fingerprint).not.toBe(other?.fingerprint);
  });
});

describe("alerts are found where they are", () => {
  const alert = { labels: { alertname: "A" } };

  test.each<[unknown]>([
    [[alert]],
    [alert],
    [{ alerts: alert }],
    [{ alerts: { 0: alert } }],
    [{ alerts: [alert] }],
  ])("%j", (body) => {
    expect(reportsFrom(readAlertmanager, body)).toMatchObject([{ title: undefined, name: "A" }]);
  });

  test.each([{ alerts: [] }, { alerts: {} }, []])("none are none: %j", (body) => {
    expect(reportsFrom(readAlertmanager, body)).toEqual([]);
  });
});

describe("a body that is no such payload is refused whole", () => {
  test.each<[unknown, string]>([
    [null, "must be an object"],
    [5, "must be an object"],
    [{}, "alerts: is missing"],
    [{ alerts: null }, "alerts: must be an array"],
    [{ alerts: "text" }, "alerts: must be an array"],
    [{ alerts: { a: 1 } }, "alerts: must be an array"],
    [
      { alerts: Array.from({ length: 10_001 }, () => ({})) },
      "alerts: must have at most 10000 alerts",
    ],
  ])("%j", (body, detail) => {
    const problem = { code: "invalid-body", detail };
    expect(readAlertmanager(body)).toEqual({ ok: false, problem });
  });

  test("any JSON may come: what is kept of it has a fingerprint and fits", () => {
    const loose = fc.record(
      {
        status: fc.jsonValue(),
        labels: fc.jsonValue(),
        annotations: fc.dictionary(fc.constantFrom("summary", "title"), fc.jsonValue()),
        startsAt: fc.string(),
        values: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const alerts = fc.array(fc.oneof(fc.jsonValue(), loose));
    const anything = fc.oneof(fc.jsonValue(), fc.record({ alerts }));
    fc.assert(
      fc.property(anything, fc.constantFrom(readAlertmanager, readGrafana), (body, read) => {
        const intake = read(body);
        const items = intake.ok ? intake.value.items : [];
        const reports = items.flatMap((item) => (item.ok ? [item.report] : []));
        expect(reports.every(({ fingerprint }) => fingerprint)).toBe(true);
        for (const { labels = {}, annotations = {} } of reports) {
          expect(v.is(pairsOf("tags", LIMITS.labelValue, LIMITS.labels), labels)).toBe(true);
          const { annotationValue, annotations: total } = LIMITS;
          expect(v.is(pairsOf("text", annotationValue, total), annotations)).toBe(true);
        }
      }),
    );
  });
});
