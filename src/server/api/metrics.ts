import "server-only";
import * as v from "valibot";
import { type Pairs, pairsSchema } from "../../domain/alert.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { metricsReceivedSchema } from "../../protocol/monitors.ts";
import type { Route } from "../http/route.ts";
import { claimedTimeFrom } from "../ingest/claimed-time.ts";
import type { MetricsIntake, Pushed } from "../monitors/intake.ts";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";

/** Numbers in one body. */
const MOST_NUMBERS = 20_000;
const MOST_LABELS = 50;
const LONGEST_TEXT = 500;

/** One number, as it is posted. Each is read for itself, so that a bad one spoils no other. */
const metricSchema = v.object({
  name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(LONGEST_TEXT)),
  labels: v.optional(pairsSchema),
  /** Now, where it is not said. */
  time: v.optional(v.union([v.string(), v.number()])),
  value: v.number(),
});
const metricsBody = v.union([v.array(metricSchema), metricSchema]);

export interface MetricParts {
  readonly metrics: Pick<MetricsIntake, "take">;
  /** In ms since 1970. */
  readonly now: () => number;
}

/** The way in for numbers that monitors watch. */
export function metricRoutes({ metrics, now }: MetricParts): Route[] {
  return [
    {
      method: "POST",
      path: "/api/ingest/metrics",
      summary: "Push numbers for monitors to watch",
      need: "ingest",
      anyHost: true,
      body: metricsBody,
      answer: metricsReceivedSchema,
      handle: async ({ body }) => {
        if (body === undefined) return fail("invalid-body", "There is no body.");
        const all: readonly unknown[] = Array.isArray(body) ? body : [body];
        if (all.length > MOST_NUMBERS)
          return fail("invalid-body", `There may be ${MOST_NUMBERS} numbers in a body.`);
        const time = now();
        const taken = await metrics.take(all.map((item) => readMetric(item, time)));
        if (taken.ok)
          publishFact(CHANNELS.numbers, {
            accepted: taken.value.accepted,
            rejected: taken.value.rejected.length,
          });
        return taken;
      },
    },
  ];
}

/** By hand: ten thousand of them come in a second, and a schema takes several times as long. */
function readMetric(item: unknown, now: number): Result<Pushed> {
  if (typeof item !== "object" || item === null || Array.isArray(item))
    return fail("invalid-body", "must be an object");
  const { name, labels = {}, time, value } = item as Readonly<Record<string, unknown>>;
  if (typeof name !== "string" || name === "" || name.length > LONGEST_TEXT)
    return fail("invalid-body", `name: must be a text of 1 to ${LONGEST_TEXT} characters`);
  if (!v.is(pairsSchema, labels) || !isShort(labels))
    return fail("invalid-body", `labels: must be ${MOST_LABELS} texts at most`);
  if (typeof value !== "number") return fail("invalid-number", "value: must be a number");
  const claimed = claimedTimeFrom(time);
  if (claimed === undefined) return fail("invalid-body", "time: cannot be read");
  return ok({ name, labels, value, time: claimed === null ? now : Date.parse(claimed) });
}

function isShort(labels: Pairs): boolean {
  const texts = Object.entries(labels).flat();
  return texts.length <= 2 * MOST_LABELS && texts.every((text) => text.length <= LONGEST_TEXT);
}
