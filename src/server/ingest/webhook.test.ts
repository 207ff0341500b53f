import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAlertmanager } from "./alertmanager.ts";
import { readGrafana } from "./grafana.ts";

describe("a bad alert spoils no other", () => {
  test.each<[unknown, string]>([
    [null, "must be an object"],
    [[], "must be an object"],
    ["text", "must be an object"],
    [{ status: "pending" }, "status: must be firing or resolved"],
    [{ labels: "a=b" }, "labels: must be an object whose values are strings"],
    [{ labels: { a: { b: "c" } } }, "labels: must be an object whose values are strings"],
    [{ labels: { a: "v".repeat(2001) } }, "labels: must have values of at most 2000 characters"],
    [{ annotations: [] }, "annotations: must be an object whose values are strings"],
    [
      { labels: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [i, "v".repeat(2000)])) },
      "labels: must have at most 16384 characters together",
    ],
    [{ fingerprint: {} }, "fingerprint: must be a string"],
    [{ fingerprint: "f".repeat(201) }, "fingerprint: must have at most 200 characters"],
    [{ startsAt: "yesterday" }, "startsAt: must be an RFC 3339 time, such as 2026-01-31T09:30:00Z"],
  ])("%j", (alert, detail) => {
    const bad = { ok: false, problem: { code: "invalid-alert", detail } };
    expect(readAlertmanager({ alerts: [{}, alert, {}] })).toMatchObject({
      value: { items: [{ ok: true }, bad, { ok: true }] },
    });
  });
});

describe("a body that is no such payload is refused whole", () => {
  test.each<[unknown, string]>([
    [null, "must be an object"],
    [5, "must be an object"],
    [[], "alerts: is missing"],
    [{}, "alerts: is missing"],
    [{ alerts: {} }, "alerts: must be an array"],
    [
      { alerts: Array.from({ length: 10_001 }, () => ({})) },
      "alerts: must have at most 10000 alerts",
    ],
  ])("%j", (body, detail) => {
    const problem = { code: "invalid-body", detail };
    expect(readAlertmanager(body)).toEqual({ ok: false, problem });
  });

  test("any JSON may come: what is kept of it has a title and a fingerprint", () => {
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
        expect(reports.every(({ title, fingerprint }) => title.trim() && fingerprint)).toBe(true);
      }),
    );
  });
});
