import { expect, test } from "vitest";
import type { Severity } from "../../domain/alert.ts";
import { closingReport, type Opening, openingReports } from "./reports.ts";

function opening(id: number, severity: Severity = "warning"): Opening {
  return {
    monitor: { id, name: `m${id}`, severity, labels: { team: "shop" } },
    kind: "unusual",
    title: `m${id} is unusually low: 1, expected about 9`,
    since: `2026-11-02T12:0${id}:00.000Z`,
  };
}

const openings = (count: number) => Array.from({ length: count }, (_, index) => opening(index + 1));

test("up to five are an alert each, under the name of the monitor", () => {
  const opened = openingReports(openings(5), 1);
  expect(opened.map(({ report }) => report.fingerprint)).toEqual(
    [1, 2, 3, 4, 5].map((id) => `monitor-${id}`),
  );
  expect(opened[0]?.report).toMatchObject({
    source: "tocsin",
    title: "m1 is unusually low: 1, expected about 9",
    labels: { team: "shop" },
    annotations: { monitor: "1" },
    startedAt: "2026-11-02T12:01:00.000Z",
  });
});

test("more are one, as bad as the worst of them, that lists them all", () => {
  const all = [...openings(5), opening(6, "error")];
  const [storm, ...more] = openingReports(all, 77);
  expect(more).toEqual([]);
  expect(storm?.of).toEqual(all);
  expect(storm?.report).toMatchObject({
    fingerprint: "monitor-storm-77",
    title: "6 monitors opened at once",
    severity: "error",
    annotations: { monitors: "1,2,3,4,5,6" },
    startedAt: "2026-11-02T12:01:00.000Z",
  });
  expect(storm?.report.description?.split("\n")).toHaveLength(6);
});

test("nothing is opened for nothing", () => {
  expect(openingReports([], 1)).toEqual([]);
});

test("a silence has a name of its own, and an end names what began", () => {
  const [silent] = openingReports([{ ...opening(3), kind: "silent" }], 1);
  const fingerprint = silent?.report.fingerprint ?? "";
  expect(fingerprint).toBe("monitor-3-silent");
  expect(closingReport(fingerprint, "2026-11-02T13:00:00.000Z")).toMatchObject({
    fingerprint,
    status: "resolved",
    resolvedAt: "2026-11-02T13:00:00.000Z",
  });
});
