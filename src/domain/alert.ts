import * as v from "valibot";

/** How bad it is, worst first. Each has a colour and a shape of its own on the page. */
export const SEVERITIES = ["critical", "error", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/**
 * Where the episode stands. What is resolved may be reopened, by its source or by an operator; a
 * snooze (`snoozedUntil`) is of what is not resolved, and deletion (`deletedAt`) is orthogonal.
 */
export const STATUSES = ["firing", "acknowledged", "resolved"] as const;
export type Status = (typeof STATUSES)[number];

/** Names and values of labels or annotations. Own keys only: a name may be `__proto__`. */
export type Pairs = Readonly<Record<string, string>>;

function isPairs(input: unknown): input is Pairs {
  return (
    typeof input === "object" &&
    input !== null &&
    !Array.isArray(input) &&
    Object.values(input).every((value) => typeof value === "string")
  );
}

/** Unlike `v.record`, keeps names such as `constructor`: a label is data, never a property. */
export const pairsSchema = v.custom<Pairs>(isPairs, "must be an object whose values are strings");

/** ISO 8601 in UTC with milliseconds, so that texts sort as the times they name. */
export type Time = string;
const timeSchema = v.string();
const textOrNull = v.nullable(v.string());
const timeOrNull = v.nullable(timeSchema);
const count = v.pipe(v.number(), v.integer(), v.minValue(1));

export const alertSchema = v.object({
  id: count,
  seq: count,
  source: v.string(),
  fingerprint: textOrNull,
  title: v.string(),
  description: v.string(),
  severity: v.picklist(SEVERITIES),
  status: v.picklist(STATUSES),
  labels: pairsSchema,
  annotations: pairsSchema,
  url: textOrNull,
  startedAt: timeSchema,
  receivedAt: timeSchema,
  lastSeenAt: timeSchema,
  occurrences: count,
  acknowledgedAt: timeOrNull,
  acknowledgedBy: textOrNull,
  resolvedAt: timeOrNull,
  resolvedBy: textOrNull,
  snoozedUntil: timeOrNull,
  deletedAt: timeOrNull,
});

/**
 * One episode of trouble, one row of the feed.
 *
 * `id` is given at opening in commit order, so a higher id arrived later. `seq` is the number of
 * the last event applied. `startedAt` is what the source claims and never orders anything;
 * `receivedAt` is ours and never decreases as `id` grows.
 */
export type Alert = Readonly<v.InferOutput<typeof alertSchema>>;

/** The value of a label, the empty text where the alert has no such label. */
export function labelOf(alert: Pick<Alert, "labels">, name: string): string {
  return (Object.hasOwn(alert.labels, name) && alert.labels[name]) || "";
}

/** Whether two sets of labels or annotations say the same. */
export function samePairs(a: Pairs, b: Pairs): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && a[name] === b[name])
  );
}
