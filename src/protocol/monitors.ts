import * as v from "valibot";
import { pairsSchema, SEVERITIES } from "../domain/alert.ts";
import { filterSchema } from "../domain/filter.ts";
import type { ProblemCode } from "../domain/problem.ts";
import { PROBLEMS } from "../domain/problems.ts";

const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.string();

/** How long (s) a bucket may be. */
export const BUCKETS = [60, 300, 900, 3600] as const;
export type BucketLength = (typeof BUCKETS)[number];

/** What becomes of several values in one bucket. */
export const AGGREGATES = ["sum", "mean", "max", "min", "last"] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** What repeats itself in a series: nothing, each day of it, or each week. In UTC. */
export const SEASONS = ["none", "day", "week"] as const;
export type Season = (typeof SEASONS)[number];

/** How readily an alert is opened: "high" opens most. */
export const SENSITIVITY_NAMES = ["high", "normal", "low"] as const;
export type Sensitivity = (typeof SENSITIVITY_NAMES)[number];

/** Which way a value must be unlike what was expected. */
export const DIRECTIONS = ["both", "high", "low"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/**
 * What a monitor does: it has yet to learn; it looks for what is unusual; an alert of it is open; no data come; it is
 * not enabled.
 */
export const MONITOR_STATES = ["learning", "watching", "open", "silent", "paused"] as const;
export type MonitorState = (typeof MONITOR_STATES)[number];

/** Alerts of the feed for a filter: how many were opened in a bucket, or how many are open at its end. */
const feedInput = v.object({
  type: v.literal("feed"),
  filter: filterSchema,
  count: v.picklist(["opened", "open"]),
});
/** Numbers that are posted to `/api/ingest/metrics` under that name, with those labels at least. */
const pushInput = v.object({
  type: v.literal("push"),
  name: v.string(),
  labels: v.optional(pairsSchema),
});
/** What an expression comes to on a server that speaks Prometheus's HTTP API. */
const promqlInput = v.object({ type: v.literal("promql"), url: v.string(), query: v.string() });

/** Where the numbers of a monitor come from. */
export const monitorInputSchema = v.variant("type", [feedInput, pushInput, promqlInput]);
export type MonitorInput = Readonly<v.InferOutput<typeof monitorInputSchema>>;

/** A bucket that is over. */
export const monitorPointSchema = v.object({
  /** When it began. */
  time,
  /** Null where nothing was measured. */
  value: v.nullable(v.number()),
  /** Null where too little was known. */
  expected: v.nullable(v.number()),
  /** How many deviations it is more unlike the ones before it than they were; null where that is not known. */
  score: v.nullable(v.number()),
});
export type MonitorPoint = Readonly<v.InferOutput<typeof monitorPointSchema>>;

/** A monitor, and how it does. */
export const monitorSchema = v.object({
  id,
  name: v.string(),
  input: monitorInputSchema,
  /** In seconds. */
  bucket: v.picklist(BUCKETS),
  aggregate: v.picklist(AGGREGATES),
  season: v.picklist(SEASONS),
  sensitivity: v.picklist(SENSITIVITY_NAMES),
  direction: v.picklist(DIRECTIONS),
  /** How far a value must be from what was expected, in its own unit. */
  minimumChange: v.pipe(v.number(), v.minValue(0)),
  /** Quiet buckets in a row that close its alert. */
  closeAfter: count,
  /** Empty buckets in a row after which it is silent, and an alert says so; 0 where it never is. */
  silentAfter: count,
  severity: v.picklist(SEVERITIES),
  /** Labels of its alerts. */
  labels: pairsSchema,
  enabled: v.boolean(),
  state: v.picklist(MONITOR_STATES),
  openAlertId: v.nullable(id),
  /** How much it has learnt of what it must know, from 0 to 1: below 1 it opens nothing. */
  progress: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** Why its numbers could not be read when they were asked for last; null where they could. */
  trouble: v.nullable(v.string()),
  /** The last bucket that was over. */
  last: v.nullable(monitorPointSchema),
});
export type Monitor = Readonly<v.InferOutput<typeof monitorSchema>>;
export const monitorsSchema = v.object({ monitors: v.array(monitorSchema) });

/** From the bucket in which an alert was opened to the one in which it was closed; `to` is null while it is open. */
const span = { from: time, to: v.nullable(time) };
export const monitorSpanSchema = v.object({ ...span, alertId: v.nullable(id) });

/** Oldest first. A score of `threshold` or more is unusual. */
export const monitorPointsSchema = v.object({
  points: v.array(monitorPointSchema),
  threshold: v.number(),
  spans: v.array(monitorSpanSchema),
});
export type MonitorPoints = Readonly<v.InferOutput<typeof monitorPointsSchema>>;

/** What a monitor with such settings would have opened; `title` is that of the alert. */
export const previewSchema = v.object({
  points: v.array(monitorPointSchema),
  threshold: v.number(),
  spans: v.array(v.object({ ...span, title: v.string(), closing: v.nullable(v.string()) })),
  /** How much of what it must know it has learnt from these points. */
  progress: v.number(),
});
export type Preview = Readonly<v.InferOutput<typeof previewSchema>>;

/** What became of pushed numbers: of those that were not taken, which and why. */
export const metricsReceivedSchema = v.object({
  accepted: count,
  rejected: v.array(
    v.object({
      index: count,
      code: v.picklist(Object.keys(PROBLEMS) as ProblemCode[]),
      detail: v.string(),
    }),
  ),
  /** Names among those accepted that no monitor watches: their numbers are not kept. Left out where there is none. */
  unwatched: v.optional(v.array(v.string())),
});
export type MetricsReceived = Readonly<v.InferOutput<typeof metricsReceivedSchema>>;
