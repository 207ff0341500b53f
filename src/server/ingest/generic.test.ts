import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readGeneric } from "./generic.ts";
import { LIMITS } from "./limits.ts";

function itemsOf(body: unknown) {
  const intake = readGeneric(body);
  if (!intake.ok) throw new Error(intake.problem.detail);
  return intake.value.items;
}

function reportOf(body: unknown) {
  const [item] = itemsOf(body);
  if (!item?.ok) throw new Error(item?.problem.detail);
  return item.report;
}

function detailOf(body: unknown) {
  const [item] = itemsOf(body);
  return item?.ok === false ? `${item.problem.code} ${item.problem.detail}` : null;
}

function names(count: number, value = "x"): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`name${index}`, value]));
}

describe("an alert", () => {
  test("needs nothing but a title", () => {
    expect(reportOf({ title: "Backup failed" })).toEqual({
      source: "api",
      fingerprint: null,
      title: "Backup failed",
      description: undefined,
      severity: undefined,
      status: "firing",
      labels: {},
      annotations: undefined,
      url: undefined,
      startedAt: null,
      resolvedAt: null,
    });
  });

  test("keeps all that it says, in our words", () => {
    expect(
      reportOf({
        title: "Backup <b>failed</b> — 夜 🔥",
        description: "exit code 3",
        severity: "P2",
        status: "resolved",
        source: "cron",
        fingerprint: "backup:db-3",
        labels: { env: "prod", host: "db-3" },
        annotations: { log: "tail\n-f" },
        url: "https://ci.example/42",
        startedAt: "2026-11-23T05:45:01.108664962+01:00",
        resolvedAt: "2026-11-23T06:00:00+01:00",
      }),
    ).toEqual({
      source: "cron",
      fingerprint: "backup:db-3",
      title: "Backup <b>failed</b> — 夜 🔥",
      description: "exit code 3",
      severity: "error",
      status: "resolved",
      labels: { env: "prod", host: "db-3" },
      annotations: { log: "tail\n-f" },
      url: "https://ci.example/42",
      startedAt: "2026-11-23T04:45:01.108Z",
      resolvedAt: "2026-11-23T05:00:00.000Z",
    });
  });

  test("takes null and empty text for nothing", () => {
    const nothing = {
      description: null,
      severity: null,
      status: null,
      source: "",
      fingerprint: "",
      labels: null,
      annotations: null,
      url: "",
      startedAt: "",
      resolvedAt: "0001-01-01T00:00:00Z",
    };
    expect(reportOf({ title: "x", ...nothing })).toEqual(reportOf({ title: "x" }));
  });

  test("is resolved where it says only when", () => {
    const resolvedAt = "2026-11-23T06:00:00.000Z";
    expect(reportOf({ title: "x", resolvedAt })).toMatchObject({ status: "resolved", resolvedAt });
    expect(reportOf({ title: "x", status: "firing", resolvedAt }).resolvedAt).toBeNull();
  });

  test("may use the names of JavaScript for labels", () => {
    const { labels } = reportOf(
      JSON.parse('{"title":"x","labels":{"__proto__":"a","constructor":"b","toString":"c"}}'),
    );
    expect(Object.entries(labels ?? {})).toEqual([
      ["__proto__", "a"],
      ["constructor", "b"],
      ["toString", "c"],
    ]);
  });

  test("has its text made well-formed", () => {
    const report = reportOf({ title: "a\0b\uD800", labels: { "n\0": "\uDC00" } });
    expect(report.title).toBe("a\uFFFDb\uFFFD");
    expect(report.labels).toEqual({ "n\uFFFD": "\uFFFD" });
  });

  test("may be as large as the limits", () => {
    const largest = {
      title: "🔥".repeat(LIMITS.title),
      description: "d".repeat(LIMITS.description),
      labels: {
        ...names(LIMITS.pairs - 1),
        ["n".repeat(LIMITS.name)]: "v".repeat(LIMITS.labelValue),
      },
      annotations: { a: "v".repeat(LIMITS.annotationValue) },
      source: "s".repeat(LIMITS.source),
      fingerprint: "f".repeat(LIMITS.fingerprint),
      url: "u".repeat(LIMITS.url),
    };
    expect(detailOf(largest)).toBeNull();
  });
});

describe("an alert is rejected, by the name of the field, for", () => {
  test.each<[unknown, string]>([
    [{}, "title: is missing"],
    [[null], "must be an object"],
    [["text"], "must be an object"],
    [[[]], "title: is missing"],
    [{ title: "" }, "title: must not be empty"],
    [{ title: " \n" }, "title: must not be empty"],
    [{ title: 5 }, "title: must be a string"],
    [{ title: "x".repeat(LIMITS.title + 1) }, "title: must have at most 1000 characters"],
    [{ title: "x", description: {} }, "description: must be a string"],
    [{ title: "x", labels: names(201) }, "labels: must have at most 200 names"],
    [
      { title: "x", labels: { a: "v".repeat(2001) } },
      "labels: must have values of at most 2000 characters",
    ],
    [
      { title: "x", annotations: { a: "v".repeat(65_537) } },
      "annotations: must have values of at most 65536 characters",
    ],
    [
      { title: "x", labels: names(150, "x".repeat(109)) },
      "labels: must have at most 16384 characters together",
    ],
    [
      { title: "x", annotations: { a: "v".repeat(41_000), b: "v".repeat(41_000) } },
      "annotations: must have at most 81920 characters together",
    ],
    [{ title: "x", fingerprint: "f".repeat(201) }, "fingerprint: must have at most 200 characters"],
    [{ title: "x", source: "s".repeat(201) }, "source: must have at most 200 characters"],
    [{ title: "x", url: "u".repeat(4097) }, "url: must have at most 4096 characters"],
    [
      { title: "x", startedAt: "yesterday" },
      "startedAt: must be an RFC 3339 time, such as 2026-01-31T09:30:00Z, or seconds since 1970",
    ],
    [{ title: "x", status: {} }, "status: must be a string"],
    [{ fingerprint: "f" }, "title: is missing"],
    [{ status: "resolved" }, "title: is missing"],
    [
      { title: "x", labels: { ["n".repeat(201)]: "v" } },
      "labels: must have names of 1 to 200 characters",
    ],
  ])("%#: %j", (body, detail) => {
    expect(detailOf(body)).toBe(`invalid-alert ${detail}`);
  });
});

describe("a body", () => {
  test("holds one alert or many, and a bad one spoils no other", () => {
    const items = itemsOf([{ title: "a" }, { title: "" }, { title: "c" }]);
    expect(items.map((item) => (item.ok ? item.report.title : item.problem.code))).toEqual([
      "a",
      "invalid-alert",
      "c",
    ]);
    expect(itemsOf([])).toEqual([]);
  });

  test("holds at most 1000 alerts", () => {
    const alerts = Array.from({ length: 1001 }, (_, index) => ({ title: `${index}` }));
    expect(itemsOf(alerts.slice(1)).every((item) => item.ok)).toBe(true);
    expect(readGeneric(alerts)).toMatchObject({
      ok: false,
      problem: { code: "invalid-body", detail: "must have at most 1000 alerts" },
    });
  });

  test.each([null, 5, "text", true])("is refused where it is %j", (body) => {
    expect(readGeneric(body)).toMatchObject({ ok: false, problem: { code: "invalid-body" } });
  });

  test("may be any JSON: what is kept of it has a title", () => {
    const alert = fc.record({ title: fc.jsonValue(), labels: fc.jsonValue() });
    const anything = fc.oneof(fc.jsonValue(), alert, fc.array(alert));
    fc.assert(
      fc.property(anything, (body) => {
        const intake = readGeneric(body);
        const items = intake.ok ? intake.value.items : [];
        expect(items.every((item) => !item.ok || item.report.title?.trim() !== "")).toBe(true);
      }),
    );
  });
});
