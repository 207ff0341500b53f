import { describe, expect, test } from "vitest";
import { reportFrom } from "./arrival.fixture.ts";
import { readGeneric } from "./generic.ts";

const reportOf = (body: unknown) => reportFrom(readGeneric, body);

describe("what a report does not mention", () => {
  test("is undefined, and so are labels where the fingerprint names it", () => {
    const over = { status: "resolved", source: "cron", fingerprint: "f" };
    expect(reportOf({ ...over, labels: {} })).toMatchObject({
      fingerprint: "f",
      title: undefined,
      labels: undefined,
      severity: undefined,
    });
    expect(reportOf({ ...over, labels: { a: "1" } }).labels).toEqual({ a: "1" });
    expect(reportOf({ ...over, title: "x", fingerprint: "" }).labels).toEqual({});
    expect(reportOf({ title: "x", fingerprint: "f" }).labels).toEqual({});
  });

  test.each(["OK", "normal", "none", "purple"])("%s is no severity of what is over", (severity) => {
    expect(reportOf({ title: "x", status: "ok", severity }).severity).toBeUndefined();
  });
});

describe("an alert may have other names for its fields", () => {
  test.each<[object, object]>([
    [{ summary: "S" }, { title: "S" }],
    [{ name: "N" }, { title: "N" }],
    [{ message: "M" }, { title: "M", description: undefined }],
    [{ text: "T" }, { title: "T" }],
    [{ title: " ", message: "M" }, { title: "M" }],
    [
      { title: "x", message: "M" },
      { title: "x", description: "M" },
    ],
    [
      { name: "N", message: "M", text: "T" },
      { title: "N", description: "M" },
    ],
    [{ title: "x", description: "D", message: "M" }, { description: "D" }],
    [{ title: "x", state: "ok" }, { status: "resolved" }],
    [{ title: "x", alertState: "RESOLVED" }, { status: "resolved" }],
    [{ title: "x", status: "firing", state: "ok" }, { status: "firing" }],
    [{ title: "x", dedup_key: "k" }, { fingerprint: "k" }],
    [{ title: "x", alias: "k" }, { fingerprint: "k" }],
    [{ title: "x", key: 5 }, { fingerprint: "5" }],
    [{ title: "x", fingerprint: "f", key: "k" }, { fingerprint: "f" }],
    [{ title: "x", key: {} }, { fingerprint: null }],
    [{ title: "x", level: "error" }, { severity: "error" }],
    [{ title: "x", priority: "P1" }, { severity: "critical" }],
    [{ title: "x", labels: { Severity: "high" } }, { severity: "error" }],
    [{ message: 5 }, { title: "5" }],
  ])("%j", (alert, report) => expect(reportOf(alert)).toMatchObject(report));

  test("a long message has a short title, and stays whole", () => {
    const message = "m".repeat(1500);
    const report = reportOf({ message, alias: "a".repeat(300) });
    expect(report).toMatchObject({ title: `${"m".repeat(999)}…`, description: message });
    expect(report.fingerprint).toMatch(/^a{183}…/u);
  });
});

describe("an alert may be written in other ways", () => {
  test.each<[object, object]>([
    [{ labels: { a: 1, b: true, c: null } }, { labels: { a: "1", b: "true" } }],
    [{ labels: ["env=prod", "urgent"] }, { labels: { env: "prod", tags: "urgent" } }],
    [{ labels: "env=prod,team=db" }, { labels: { env: "prod", team: "db" } }],
    [{ labels: { hosts: ["a", "b"] } }, { labels: { hosts: "a, b" } }],
    [
      { labels: [], annotations: [] },
      { labels: {}, annotations: undefined },
    ],
    [{ annotations: "see the log" }, { annotations: { text: "see the log" } }],
    [{ status: "PROBLEM" }, { status: "firing" }],
    [{ status: "acknowledged" }, { status: "firing" }],
    [{ status: "" }, { status: "firing" }],
    [{ severity: 1 }, { severity: "warning" }],
    [{ severity: "high-priority" }, { severity: "error" }],
    [{ startedAt: 1_795_662_000 }, { startedAt: "2026-11-26T03:00:00.000Z" }],
    [{ startedAt: "1795662000000" }, { startedAt: "2026-11-26T03:00:00.000Z" }],
    [{ startedAt: "2026-11-26 03:00:00" }, { startedAt: "2026-11-26T03:00:00.000Z" }],
    [{ startedAt: "2026-11-26T23:59:60Z" }, { startedAt: "2026-11-27T00:00:00.000Z" }],
  ])("%j", (fields, report) => expect(reportOf({ title: "x", ...fields })).toMatchObject(report));
});
