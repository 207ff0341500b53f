import { expect, test } from "vitest";
import { monitorOf, monitorsOf } from "./monitor.ts";

test.each([
  ["tocsin", "monitor-12", 12],
  ["tocsin", "monitor-12-silent", 12],
  ["tocsin", "monitor-storm-1795694400000", null],
  ["tocsin", "monitor-1e3", null],
  ["tocsin", null, null],
  ["grafana", "monitor-12", null],
])("of %s, %s is of monitor %s", (source, fingerprint, id) => {
  expect(monitorOf({ source, fingerprint })).toBe(id);
});

test("one that stands for several names them, and nobody else can say so", () => {
  const storm = {
    source: "tocsin",
    fingerprint: "monitor-storm-1795694400000",
    annotations: { monitors: "3,12,7" },
  };
  expect(monitorsOf(storm)).toEqual([3, 12, 7]);
  expect(monitorsOf({ ...storm, source: "grafana" })).toEqual([]);
  expect(monitorsOf({ ...storm, fingerprint: "monitor-3" })).toEqual([]);
  expect(monitorsOf({ ...storm, annotations: {} })).toEqual([]);
});
