import { expect, test } from "vitest";
import type { Monitor, MonitorInput } from "../../../protocol/monitors.ts";
import { type Draft, draftOf, NEW_DRAFT, objectionOf, wantedOf } from "./draft.ts";
import { aMonitor } from "./monitor.fixture.ts";

const INPUTS: readonly MonitorInput[] = [
  {
    type: "feed",
    filter: { severity: ["critical"], source: ["a, b"], label: ['team="ops eu"'], q: "disk" },
    count: "open",
  },
  { type: "push", name: "orders_per_minute", labels: { site: "North Sea", "a=b": "c" } },
  { type: "push", name: "orders_per_minute" },
  { type: "promql", url: "http://prometheus:9090", query: 'rate(x{a="b"}[5m])' },
];

test.each(INPUTS)("what was read comes back as it was: %j", (input) => {
  const fields = {
    input,
    aggregate: input.type === "feed" ? "sum" : "max",
    minimumChange: 2.5,
    silentAfter: 3,
    labels: { team: "ops", place: "North Sea" },
    enabled: false,
  } satisfies Partial<Monitor>;
  const {
    id: _id,
    state: _state,
    openAlertId: _open,
    progress: _,
    trouble,
    last,
    ...wanted
  } = aMonitor(fields);
  expect([trouble, last]).toEqual([null, null]);
  expect(wantedOf(draftOf(aMonitor(fields)))).toEqual({ ok: true, wanted });
});

function wanted(changes: Partial<Draft>) {
  const read = wantedOf({ ...NEW_DRAFT, ...changes });
  return read.ok ? read.wanted : read.objection;
}

test("a new one counts the alerts that are opened, and asks for no least change", () => {
  expect(wanted({ name: " Storms " })).toMatchObject({
    name: "Storms",
    input: { type: "feed", filter: {}, count: "opened" },
    aggregate: "sum",
    minimumChange: 0,
    closeAfter: 15,
  });
});

test("labels that cannot be read are said at their field", () => {
  expect(wanted({ labels: "team" })).toMatchObject({ field: "labels" });
  expect(wanted({ labels: "team!=ops" })).toMatchObject({ field: "labels" });
  expect(wanted({ kind: "push", metricLabels: "host" })).toMatchObject({ field: "input.labels" });
  expect(wanted({ kind: "feed", metricLabels: "host" })).toMatchObject({ name: "" });
});

const failure = (code: string, detail: string) => ({ code, title: "No", detail });

test.each([
  ["invalid-body", "name: must not be empty", "name", "Must not be empty."],
  ["invalid-body", "input.name: must not be empty", "input.name", "Must not be empty."],
  ["invalid-body", "input.filter.label.0: must read name=value", "input.filter", "Must read"],
  ["invalid-body", "labels.team: must be text", "labels", "Must be text."],
  ["invalid-body", "closeAfter: must be 2 or more", "closeAfter", "Must be 2 or more."],
  ["invalid-body", "bucket: must be 60", null, "Bucket: must be 60."],
  ["address-refused", "url: The address is not allowed.", "input.url", "not allowed. Whoever"],
  ["too-many-monitors", "There may be 1000.", null, "No. There may be 1000."],
])("the problem %s: %s is told at %s", (code, detail, field, words) => {
  const objection = objectionOf(failure(code, detail));
  expect(objection.field).toBe(field);
  expect(objection.words).toContain(words);
});
