import * as v from "valibot";
import type { Report } from "../../domain/command.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { wellFormed } from "../../domain/well-formed.ts";
import { ALIASES, byOurNames } from "./aliases.ts";
import { looseText, pairsOf, scalarOf, textOf, timeField, titleField } from "./fields.ts";
import { type Intake, type Item, type Named, objectMessage, refuse } from "./intake.ts";
import { LIMITS } from "./limits.ts";
import { severityOf, severityWords } from "./severity.ts";
import { statusFrom } from "./status.ts";
import { wellFormedPairs } from "./text.ts";

const fields = {
  title: v.optional(titleField),
  description: v.nullish(textOf(LIMITS.description)),
  severity: v.nullish(scalarOf(textOf(LIMITS.severity))),
  status: v.nullish(scalarOf(textOf(LIMITS.status))),
  source: v.nullish(textOf(LIMITS.source)),
  fingerprint: v.nullish(scalarOf(textOf(LIMITS.fingerprint))),
  labels: v.nullish(pairsOf("tags", LIMITS.labelValue, LIMITS.labels)),
  annotations: v.nullish(pairsOf("text", LIMITS.annotationValue, LIMITS.annotations)),
  url: v.nullish(textOf(LIMITS.url)),
  startedAt: v.nullish(timeField),
  resolvedAt: v.nullish(timeField),
};
const alertSchema = v.object(fields, objectMessage);
type GenericAlert = v.InferOutput<typeof alertSchema>;

const otherNames = Object.values(ALIASES).flat();

/** An alert as a script posts it, under any of the names of its fields. Others are ignored. */
const describedSchema = v.pipe(
  v.object({ ...Object.fromEntries(otherNames.map((name) => [name, looseText])), ...fields }),
  v.metadata({ required: ["title"] }),
);

/** The body of `POST /api/alerts`, for the API's description; reading takes each alert by itself. */
export const genericBodySchema = v.union([
  describedSchema,
  v.pipe(v.array(describedSchema), v.maxLength(LIMITS.alertsInBody)),
]);

/** The source of an alert whose sender gives none. */
export const GENERIC: Named = { source: "api" };

/** Reads one alert or an array of them. */
export function readGeneric(body: unknown, { source } = GENERIC): Result<Intake> {
  if (typeof body !== "object" || body === null) {
    return fail("invalid-body", "must be an alert or an array of alerts");
  }
  const alerts: unknown[] = Array.isArray(body) ? body : [body];
  if (alerts.length > LIMITS.alertsInBody) {
    return fail("invalid-body", `must have at most ${LIMITS.alertsInBody} alerts`);
  }
  return ok({ items: alerts.map((alert) => readAlert(alert, source)) });
}

function readAlert(input: unknown, source: string): Item {
  const isObject = typeof input === "object" && input !== null && !Array.isArray(input);
  const named = isObject ? byOurNames(input) : input;
  const parsed = v.safeParse(alertSchema, named, { abortEarly: true });
  if (!parsed.success) return refuse("invalid-alert", parsed.issues[0]);
  const report = reportOf(parsed.output, source);
  // What is over may be named by its fingerprint alone.
  const isNamed = report.status === "resolved" && report.fingerprint !== null;
  return report.title === undefined && !isNamed
    ? fail("invalid-alert", "title: is missing")
    : { ok: true, report };
}

/** What is empty, or not there, is not mentioned: a script's variable was not set. */
function reportOf(alert: GenericAlert, source: string): Report {
  const status = statusFrom(alert.status)?.status ?? (alert.resolvedAt ? "resolved" : "firing");
  const labels = wellFormedPairs(alert.labels ?? {});
  const annotations = wellFormedPairs(alert.annotations ?? {});
  const fingerprint = given(alert.fingerprint) ?? null;
  const isUnlabelled = status === "resolved" && fingerprint !== null && isEmpty(labels);
  const words = [alert.severity ?? undefined, ...severityWords(labels, annotations)];
  return {
    source: wellFormed(alert.source || source),
    fingerprint,
    title: given(alert.title),
    description: given(alert.description),
    severity: severityOf(words, status),
    status,
    labels: isUnlabelled ? undefined : labels,
    annotations: isEmpty(annotations) ? undefined : annotations,
    url: given(alert.url),
    startedAt: alert.startedAt ?? null,
    resolvedAt: status === "resolved" ? (alert.resolvedAt ?? null) : null,
  };
}

function given(text: string | null | undefined): string | undefined {
  return text ? wellFormed(text) : undefined;
}

function isEmpty(pairs: object): boolean {
  return Object.keys(pairs).length === 0;
}
