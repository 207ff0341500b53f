import "server-only";
import type { Metric, MetricValue } from "./metrics.ts";
import type { Source, Transport } from "./reporter.ts";

/** `AGGREGATION_TEMPORALITY_CUMULATIVE` of opentelemetry-proto. */
const CUMULATIVE = 2;

export interface SnapshotsParts {
  readonly values: () => Promise<readonly Metric[]>;
  readonly resource: { readonly version: string; readonly instance: string };
  /** In ms since 1970. */
  readonly now: () => number;
}

/**
 * The metrics as they are now, as OTLP says them in JSON. What is counted is counted since the start, so a snapshot
 * that is lost takes nothing with it but the look at its moment.
 */
export function createSnapshots({ values, resource, now }: SnapshotsParts): Source {
  const start = nanoseconds(now());
  const attributes = attributesOf({
    "service.name": "tocsin",
    "service.version": resource.version,
    "service.instance.id": resource.instance,
  });

  async function peek(): Promise<readonly string[]> {
    const metrics = await values();
    const times = { startTimeUnixNano: start, timeUnixNano: nanoseconds(now()) };
    const scope = { name: "tocsin", version: resource.version };
    const told = metrics.map((metric) => metricOf(metric, times));
    const scopeMetrics = [{ scope, metrics: told.filter((one) => one !== null) }];
    return [JSON.stringify({ resource: { attributes }, scopeMetrics })];
  }

  // What was dropped is one of the metrics.
  return { collect: peek, peek, noteOf: () => null, stop: () => {} };
}

/** As JSON has 64-bit integers. */
function nanoseconds(ms: number): string {
  return `${Math.round(ms)}000000`;
}

interface Times {
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
}

/** Null where there is nothing to tell of it. */
function metricOf({ name, help, type, values }: Metric, times: Times) {
  if (values.length === 0) return null;
  const named = { name, description: help };
  switch (type) {
    case "counter": {
      const dataPoints = values.flatMap((value) => numberOf(value, times));
      return {
        ...named,
        sum: { aggregationTemporality: CUMULATIVE, isMonotonic: true, dataPoints },
      };
    }
    case "gauge": {
      const { timeUnixNano } = times;
      const dataPoints = values.flatMap((value) => numberOf(value, { timeUnixNano }));
      return { ...named, gauge: { dataPoints } };
    }
    case "histogram": {
      const dataPoints = seriesOf(values).map((series) => histogramOf(series, times));
      return { ...named, histogram: { aggregationTemporality: CUMULATIVE, dataPoints } };
    }
    default:
      return type satisfies never;
  }
}

/** JSON has no word for what is no number, and there is nothing to tell of it. */
function numberOf({ value, labels }: MetricValue, times: Partial<Times>) {
  return Number.isFinite(value)
    ? [{ attributes: attributesOf(labels), ...times, asDouble: value }]
    : [];
}

/** The values of a histogram that have the same labels but for the bound. */
function seriesOf(values: readonly MetricValue[]): (readonly MetricValue[])[] {
  const series = Map.groupBy(values, ({ labels: { le: _, ...labels } }) => JSON.stringify(labels));
  return [...series.values()];
}

/** Prometheus counts in a bucket all that is not above its bound; OTLP what is above the bound before as well. */
function histogramOf(series: readonly MetricValue[], times: Times) {
  const ending = (end: string) => series.filter(({ metricName = "" }) => metricName.endsWith(end));
  const buckets = ending("_bucket");
  const [sum] = ending("_sum");
  const [count] = ending("_count");
  const { le: _, ...labels } = count?.labels ?? {};
  return {
    attributes: attributesOf(labels),
    ...times,
    count: String(count?.value ?? 0),
    sum: sum?.value ?? 0,
    explicitBounds: buckets.flatMap(({ labels: { le } }) => (typeof le === "number" ? [le] : [])),
    bucketCounts: buckets.map(({ value }, index) =>
      String(value - (buckets[index - 1]?.value ?? 0)),
    ),
  };
}

function attributesOf(labels: Readonly<Record<string, string | number>>) {
  return Object.entries(labels).map(([key, value]) => ({
    key,
    value: { stringValue: String(value) },
  }));
}

export interface OtlpParts {
  /** The base, to which OTLP has `v1/metrics` added. */
  readonly endpoint: URL;
  /** Added to each request. */
  readonly headers: Readonly<Record<string, string>>;
}

/** To a receiver of OTLP over HTTP, in JSON. */
export function createOtlp({ endpoint, headers }: OtlpParts): Transport {
  const url = new URL(endpoint);
  url.pathname = `${url.pathname.replace(/\/$/u, "")}/v1/metrics`;
  const bodyOf = (events: readonly string[]) => `{"resourceMetrics":[${events.join(",")}]}`;
  return {
    requestOf: (events) => ({
      url: url.href,
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: bodyOf(events),
    }),
    shown: bodyOf,
  };
}
