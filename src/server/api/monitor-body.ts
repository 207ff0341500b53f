import "server-only";
import * as v from "valibot";
import { pairsSchema, SEVERITIES } from "../../domain/alert.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { wellFormed } from "../../domain/well-formed.ts";
import {
  AGGREGATES,
  BUCKETS,
  DIRECTIONS,
  type MonitorInput,
  SEASONS,
  SENSITIVITY_NAMES,
} from "../../protocol/monitors.ts";
import { REASONS } from "../../protocol/webhook-reason.ts";
import type { Guard } from "../outbound/guard.ts";
import { targetOf } from "../outbound/target.ts";
import type { MonitorSettings } from "../store/monitors.ts";
import { askedFilterSchema } from "./asked-filter.ts";

const MAX_NAME = 100;
const MAX_URL = 2_048;
const MAX_QUERY = 4_000;
const MAX_LABELS = 50;
const MAX_LABEL = 500;
const MAX_BUCKETS = 1_000;
/** Points of a preview that are given: more do not fit into a body. */
const MAX_POINTS = 50_000;

const line = v.pipe(
  v.string(),
  v.transform(wellFormed),
  v.trim(),
  v.nonEmpty("must not be empty"),
  v.regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, "must be one line of text"),
);
const name = v.pipe(line, v.maxLength(MAX_NAME));
const pairs = v.pipe(
  pairsSchema,
  v.check(
    (labels) => Object.keys(labels).length <= MAX_LABELS,
    `must be ${MAX_LABELS} labels at most`,
  ),
  v.check(
    (labels) =>
      Object.entries(labels)
        .flat()
        .every((text) => text.length <= MAX_LABEL),
    `must have names and values of ${MAX_LABEL} characters at most`,
  ),
);

const input = v.variant("type", [
  v.object({
    type: v.literal("feed"),
    filter: v.pipe(
      v.optional(askedFilterSchema, {}),
      // Of what changes later nobody can say how it was.
      v.check(
        ({ status, acknowledgedBy, snoozed }) =>
          [status, acknowledgedBy, snoozed].every((later) => later === undefined),
        "must not have status, acknowledgedBy or snoozed: what comes later of an alert cannot be counted",
      ),
    ),
    count: v.optional(v.picklist(["opened", "open"]), "opened"),
  }),
  v.object({
    type: v.literal("push"),
    name: v.pipe(v.string(), v.nonEmpty("must not be empty"), v.maxLength(MAX_LABEL)),
    labels: v.optional(pairs),
  }),
  v.object({
    type: v.literal("promql"),
    url: v.pipe(v.string(), v.maxLength(MAX_URL)),
    query: v.pipe(v.string(), v.trim(), v.nonEmpty("must not be empty"), v.maxLength(MAX_QUERY)),
  }),
]);

function buckets(least: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(MAX_BUCKETS));
}

const bodyEntries = {
  name,
  input,
  bucket: v.optional(v.picklist(BUCKETS)),
  aggregate: v.optional(v.picklist(AGGREGATES)),
  season: v.optional(v.picklist(SEASONS)),
  sensitivity: v.optional(v.picklist(SENSITIVITY_NAMES)),
  direction: v.optional(v.picklist(DIRECTIONS)),
  minimumChange: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0))),
  closeAfter: v.optional(buckets(2)),
  silentAfter: v.optional(buckets(0)),
  severity: v.optional(v.picklist(SEVERITIES)),
  labels: v.optional(pairs),
  enabled: v.optional(v.boolean()),
};
/** What a monitor is made of. */
export const newMonitorBody = v.object(bodyEntries);
/** What of it is to be other than it is. */
export const changeMonitorBody = v.object({
  ...bodyEntries,
  name: v.optional(name),
  input: v.optional(input),
});
/** The same as makes a monitor, and what it is to be tried on. */
export const previewBody = v.object({
  ...bodyEntries,
  points: v.optional(
    v.pipe(
      v.array(v.tuple([v.union([v.string(), v.number()]), v.nullable(v.number())])),
      v.maxLength(MAX_POINTS),
    ),
  ),
});

/** What is so where nobody says otherwise. Counts are added up; of what is measured, the mean is. */
function defaultsFor({ type }: MonitorInput): Omit<MonitorSettings, "name" | "input"> {
  return {
    bucket: 300,
    aggregate: type === "feed" ? "sum" : "mean",
    season: "none",
    sensitivity: "normal",
    direction: "both",
    minimumChange: 0,
    closeAfter: 15,
    silentAfter: 5,
    severity: "warning",
    labels: {},
    isEnabled: true,
  };
}

export function newSettings(body: v.InferOutput<typeof newMonitorBody>): MonitorSettings {
  return { ...defaultsFor(body.input), name: body.name, input: body.input, ...changesIn(body) };
}

/** What of a body is said. */
export function changesIn(body: v.InferOutput<typeof changeMonitorBody>): Partial<MonitorSettings> {
  const { enabled, ...said } = body;
  const changes = { ...said, isEnabled: enabled };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

/** Whether the server of an expression is one that may be called. */
export async function checkInput(
  guard: Pick<Guard, "check">,
  input: MonitorInput | undefined,
): Promise<Result<null>> {
  if (input?.type !== "promql") return ok(null);
  const { search = "", hash = "" } = URL.parse(input.url) ?? {};
  // The path of the API is put behind it.
  if (search + hash !== "") return fail("invalid-body", "input.url: must end with its path");
  const isRefused =
    targetOf(input.url) === null || (await guard.check(input.url)) === "address-refused";
  return isRefused ? fail("address-refused", `input.url: ${REASONS["address-refused"]}`) : ok(null);
}
