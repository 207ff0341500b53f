import { expect, onTestFinished, test } from "vitest";
import { CHANNELS, publishFact } from "../channel.ts";
import { createMetrics, type Metric } from "./metrics.ts";
import { createOtlp, createSnapshots } from "./otlp.ts";
import { createSubscriber } from "./subscriber.ts";

const START = Date.parse("2026-11-26T12:00:00.000Z");
const RESOURCE = { version: "0.1.0", instance: "0b0e7f0a-1111-4222-8333-944455556666" };
const TIMES = { startTimeUnixNano: "1795694400000000000", timeUnixNano: "1795694410000000000" };

interface Snapshot {
  readonly scopeMetrics: readonly { readonly metrics: readonly { readonly name: string }[] }[];
}

async function snapshotOf(...metrics: readonly Metric[]) {
  let now = START;
  const { collect } = createSnapshots({
    values: async () => metrics,
    resource: RESOURCE,
    now: () => now,
  });
  now += 10_000;
  const [text = ""] = await collect();
  return JSON.parse(text) as Snapshot;
}

async function told(metric: Metric) {
  return (await snapshotOf(metric)).scopeMetrics[0]?.metrics[0];
}

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

test("a snapshot says whose it is", async () => {
  expect(await snapshotOf()).toEqual({
    resource: {
      attributes: [
        text("service.name", "tocsin"),
        text("service.version", "0.1.0"),
        text("service.instance.id", RESOURCE.instance),
      ],
    },
    scopeMetrics: [{ scope: { name: "tocsin", version: "0.1.0" }, metrics: [] }],
  });
});

test("a counter is a cumulative sum that never falls", async () => {
  const values = [{ value: 3, labels: { outcome: "opened" } }];
  expect(await told({ name: "reports_total", help: "Alerts.", type: "counter", values })).toEqual({
    name: "reports_total",
    description: "Alerts.",
    sum: {
      aggregationTemporality: 2,
      isMonotonic: true,
      dataPoints: [{ attributes: [text("outcome", "opened")], ...TIMES, asDouble: 3 }],
    },
  });
});

test("a gauge is told as of now, and not where it is no number", async () => {
  const values = [
    { value: 1.5, labels: {} },
    { value: Number.NaN, labels: {} },
    { value: Infinity, labels: {} },
  ];
  const { timeUnixNano } = TIMES;
  expect(await told({ name: "lag", help: "", type: "gauge", values })).toEqual({
    name: "lag",
    description: "",
    gauge: { dataPoints: [{ attributes: [], timeUnixNano, asDouble: 1.5 }] },
  });
});

test("a histogram counts each bucket for itself, a series for each set of labels", async () => {
  const values = ["head", "at"].flatMap((place) => [
    { value: 1, labels: { le: 0.1, place }, metricName: "page_seconds_bucket" },
    { value: 3, labels: { le: 1, place }, metricName: "page_seconds_bucket" },
    { value: 4, labels: { le: "+Inf", place }, metricName: "page_seconds_bucket" },
    { value: 2.5, labels: { place }, metricName: "page_seconds_sum" },
    { value: 4, labels: { place }, metricName: "page_seconds_count" },
  ]);
  const pointOf = (place: string) => ({
    attributes: [text("place", place)],
    ...TIMES,
    count: "4",
    sum: 2.5,
    explicitBounds: [0.1, 1],
    bucketCounts: ["1", "2", "1"],
  });
  const told1 = await told({ name: "page_seconds", help: "", type: "histogram", values });
  expect(told1).toEqual({
    name: "page_seconds",
    description: "",
    histogram: { aggregationTemporality: 2, dataPoints: [pointOf("head"), pointOf("at")] },
  });
});

test("what Prometheus is told is told, by the same names", async () => {
  const log = { error: (line: unknown) => expect.fail(JSON.stringify(line)) };
  const subscriber = createSubscriber("prometheus", { log, now: () => 0 });
  onTestFinished(subscriber.stop);
  const metrics = createMetrics(subscriber);
  publishFact(CHANNELS.report, { outcome: "opened" });
  publishFact(CHANNELS.page, {
    place: "head",
    filtered: false,
    searched: false,
    outcome: "read",
    ms: 3,
  });
  const scraped = (await metrics.text()).matchAll(/^# TYPE (\S+)/gmu);
  const snapshot = await snapshotOf(...(await metrics.values()));
  const names = snapshot.scopeMetrics[0]?.metrics.map(({ name }) => name) ?? [];
  expect(names).toEqual(expect.arrayContaining(["tocsin_reports_total", "tocsin_page_seconds"]));
  expect([...scraped].map(([, name]) => name)).toEqual(expect.arrayContaining(names));
});

test.each([
  ["http://collector:4318", "http://collector:4318/v1/metrics"],
  ["http://collector:4318/", "http://collector:4318/v1/metrics"],
  ["https://example.org/otlp/?team=a", "https://example.org/otlp/v1/metrics?team=a"],
])("what goes to %s is posted to %s", (endpoint, url) => {
  const otlp = createOtlp({
    endpoint: new URL(endpoint),
    headers: { authorization: "Basic eA==" },
  });
  expect(otlp.requestOf(['{"a":1}', '{"a":2}'])).toEqual({
    url,
    method: "POST",
    headers: { authorization: "Basic eA==", "content-type": "application/json" },
    body: '{"resourceMetrics":[{"a":1},{"a":2}]}',
  });
});
