import { describe, expect, test } from "vitest";
import type { Report } from "../../domain/command.ts";
import { readAlertmanager } from "./alertmanager.ts";
import { arrivalAs, fixturesOf, reportsFrom } from "./arrival.fixture.ts";

const RECORDED = new Map(fixturesOf("alertmanager"));

function recorded(name: string): Report[] {
  return reportsOf(RECORDED.get(name));
}

function reportsOf(body: unknown): Report[] {
  return reportsFrom(readAlertmanager, body, arrivalAs("alertmanager"));
}

/** The report of one alert, alone in a firing group, with what all alerts have. */
function reportOf(alert: object, group: object = {}): Report {
  const whole = { labels: { alertname: "A" }, annotations: {}, ...alert };
  const [report] = reportsOf({ version: "4", status: "firing", ...group, alerts: [whole] });
  if (report === undefined) throw new Error("no report");
  return report;
}

describe("recorded payloads", () => {
  test.each([...RECORDED.keys()])("every alert of %s is kept", (name) => {
    expect(recorded(name).length).toBeGreaterThan(0);
  });

  test("an alert in our words", () => {
    expect(recorded("01-group-of-two-firing.json")[0]).toEqual({
      name: "HostDiskSpaceFillingUp",
      source: "alertmanager",
      fingerprint: "08168ea616f8b7a1",
      title: "Disk on db-12 fills up within 4 hours",
      description: "Filesystem /var/lib on db-12 has 7.4% left.\nFilling at 1.2 GiB/h.",
      severity: "critical",
      status: "firing",
      labels: {
        alertname: "HostDiskSpaceFillingUp",
        env: "prod",
        instance: "db-12:9100",
        mountpoint: "/var/lib",
        severity: "critical",
      },
      annotations: {
        description: "Filesystem /var/lib on db-12 has 7.4% left.\nFilling at 1.2 GiB/h.",
        summary: "Disk on db-12 fills up within 4 hours",
      },
      url: "http://prometheus.example:9090/graph?g0.expr=node_filesystem_avail_bytes",
      startedAt: "2026-11-23T04:45:01.108Z",
      resolvedAt: null,
    });
  });

  test("in a mixed group each alert has its own status", () => {
    const reports = recorded("03-mixed-one-resolved.json");
    expect(reports.map(({ status, resolvedAt, url }) => ({ status, resolvedAt, url }))).toEqual([
      { status: "firing", resolvedAt: null, url: expect.stringContaining("http") },
      { status: "resolved", resolvedAt: "2026-11-23T04:45:04.000Z", url: undefined },
    ]);
  });

  test("markup and emoji are text", () => {
    expect(recorded("02-markup-and-unicode-firing.json")[0]?.title).toBe(
      "Pod payments/api-6f7c9-x2x <b>restarts</b> & loops — 日本語 🔥",
    );
  });
});

describe("words", () => {
  test.each<[object, string]>([
    [{ annotations: { summary: "S", title: "T" }, labels: { alertname: "A" } }, "S"],
    [{ annotations: { summary: " ", title: "T" }, labels: { alertname: "A" } }, "T"],
    [{ labels: { alertname: "A" } }, "A"],
    [{ labels: { rulename: "R", alertname: "DatasourceNoData" } }, "R: no data"],
    [{ labels: { rulename: "R", alertname: "DatasourceError" } }, "R: error"],
    [
      {
        labels: { rulename: "R", alertname: "DatasourceNoData" },
        annotations: { summary: "Load is high" },
      },
      "R: no data",
    ],
    [
      { labels: { alertname: "DatasourceNoData" }, annotations: { summary: "Load is high" } },
      "Load is high: no data",
    ],
    [{ labels: { alertname: "DatasourceError" } }, "DatasourceError: error"],
  ])("the title of %j", (alert, title) => expect(reportOf(alert).title).toBe(title));

  test.each<[object, string]>([
    [{ description: "D", message: "M" }, "D"],
    [{ message: "M" }, "M"],
    [{}, ""],
  ])("the description of %j", (annotations, description) =>
    expect(reportOf({ annotations }).description).toBe(description),
  );

  test.each<[object, string]>([
    [{ severity: "page" }, "critical"],
    [{ priority: "P3" }, "warning"],
    [{ severity: "", priority: "high" }, "error"],
    [{ Severity: "critical" }, "critical"],
    [{ SEVERITY: "P1 - Critical" }, "critical"],
    [{ Level: "error" }, "error"],
    [{ level: "3" }, "info"],
    [{ level: "5", priority: "high-priority" }, "error"],
    [{ severity: "purple", priority: "P2" }, "error"],
    [{ severity: "purple" }, "warning"],
    [{ team: "critical" }, "info"],
  ])("the severity of %j", (labels, severity) =>
    expect(reportOf({ labels }).severity).toBe(severity),
  );

  test.each<[object, string]>([
    [{ severity: "critical" }, "critical"],
    [{ Priority: "P2" }, "error"],
    [{}, "info"],
  ])("the severity of the annotations %j", (annotations, severity) =>
    expect(reportOf({ annotations }).severity).toBe(severity),
  );

  test("a long title is shortened, and stays whole as an annotation", () => {
    const summary = "🔥".repeat(1001);
    const report = reportOf({ annotations: { summary } });
    expect(report.title).toBe(`${"🔥".repeat(999)}…`);
    expect(report.annotations).toEqual({ summary });
  });

  test("a link that is too long is kept beside, what is no text is text", () => {
    const generatorURL = `http://prometheus.example/${"x".repeat(4096)}`;
    expect(reportOf({ generatorURL })).toMatchObject({
      url: null,
      annotations: { tocsin_url: generatorURL },
    });
    expect(reportOf({ generatorURL: 5 }).url).toBe("5");
  });
});

describe("payloads that were put together by hand", () => {
  test("numbers and truths among labels become text, null is no label", () => {
    const { labels } = reportOf({ labels: { port: 9100, up: false, ratio: 0.5, none: null } });
    expect(labels).toEqual({ port: "9100", up: "false", ratio: "0.5" });
  });

  test("a missing status is the group's", () => {
    expect(reportOf({}, { status: "resolved" }).status).toBe("resolved");
    expect(reportOf({ status: "firing" }, { status: "resolved" }).status).toBe("firing");
    expect(reportOf({ status: "" }, { status: "RESOLVED" }).status).toBe("resolved");
    expect(reportOf({}, { status: "suppressed" }).status).toBe("firing");
  });

  test("a missing fingerprint is made from the labels, a given one is kept", () => {
    const labels = { alertname: "A", env: "prod" };
    const [first, again] = [reportOf({ labels }), reportOf({ labels, fingerprint: "" })];
    expect(first.fingerprint).toMatch(/^[0-9a-f]{16}$/u);
    expect(again.fingerprint).toBe(first.fingerprint);
    expect(reportOf({ labels: { alertname: "B" } }).fingerprint).not.toBe(first.fingerprint);
    expect(reportOf({ labels, fingerprint: "mine" }).fingerprint).toBe("mine");
    expect(reportOf({ labels, fingerprint: 42 }).fingerprint).toBe("42");
  });

  test("one fingerprint on several label sets is several alerts", () => {
    const alerts = ["a", "b", "c"].map((env) => ({ fingerprint: "same", labels: { env } }));
    expect(reportsOf({ alerts }).map(({ labels }) => labels?.["env"])).toEqual(["a", "b", "c"]);
  });

  test("times that say nothing are none", () => {
    const zero = "0001-01-01T00:00:00Z";
    expect(reportOf({}).startedAt).toBeNull();
    expect(reportOf({ startsAt: zero }).startedAt).toBeNull();
    for (const endsAt of [undefined, null, "", 0, zero, "soon", 5]) {
      const report = reportOf({ status: "resolved", endsAt });
      expect(report).toMatchObject({ status: "resolved", resolvedAt: null });
    }
    expect(reportOf({ endsAt: "2026-11-23T05:00:00Z" }).resolvedAt).toBeNull();
  });

  test("whatever else stands around the alerts does not matter", () => {
    const around = { version: 4, groupKey: 17, groupLabels: null, receiver: {}, externalURL: [] };
    expect(reportOf({ labels: { alertname: "A" } }, around).title).toBe("A");
  });

  test("names of JavaScript are names", () => {
    const { labels } = reportOf(
      JSON.parse('{"labels":{"__proto__":"a","constructor":"b"}}') as object,
    );
    expect(Object.entries(labels ?? {})).toEqual([
      ["__proto__", "a"],
      ["constructor", "b"],
    ]);
  });

  test("alerts that the sender kept back are told on those that came", () => {
    const truncated = {
      truncatedAlerts: 3,
      alerts: [{ annotations: { a: "1" } }, { labels: { b: "2" } }],
    };
    expect(reportsOf(truncated).map(({ annotations }) => annotations)).toEqual([
      { a: "1", tocsin_truncated_alerts: "3" },
      { tocsin_truncated_alerts: "3" },
    ]);
    expect(reportOf({}, { truncatedAlerts: 0 }).annotations).toEqual({});
    expect(reportOf({}, { truncatedAlerts: "many" }).annotations).toEqual({});
  });

  test("a thousand alerts and more come in one body", () => {
    const alerts = Array.from({ length: 2500 }, (_, index) => ({ labels: { n: `${index}` } }));
    expect(new Set(reportsOf({ alerts }).map(({ fingerprint }) => fingerprint)).size).toBe(2500);
  });
});

test("the source is the one that the address names", () => {
  const body = { alerts: [{ labels: { alertname: "A" } }] };
  expect(reportsFrom(readAlertmanager, body, arrivalAs("am-eu"))).toMatchObject([
    { source: "am-eu" },
  ]);
  expect(readAlertmanager(body)).toMatchObject({
    value: { items: [{ report: { source: "alertmanager" } }] },
  });
});
