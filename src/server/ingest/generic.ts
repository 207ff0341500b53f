import * as v from "valibot";
import type { Report } from "../../shared/command.ts";
import { fail, ok, type Result } from "../../shared/problem.ts";
import { severityFrom } from "../../shared/severity.ts";
import { wellFormed } from "../../shared/well-formed.ts";
import { pairsOf, textOf, timeField, titleField } from "./fields.ts";
import { type Intake, type Item, objectMessage, refuse } from "./intake.ts";
import { LIMITS } from "./limits.ts";
import { wellFormedPairs } from "./text.ts";
import { timeFrom } from "./time.ts";

/** An alert as a script posts it. Fields it does not name are ignored. */
export const genericAlertSchema = v.object(
  {
    title: titleField,
    description: v.nullish(textOf(LIMITS.description)),
    severity: v.nullish(textOf(LIMITS.severity)),
    status: v.nullish(v.picklist(["firing", "resolved"], "must be firing or resolved")),
    source: v.nullish(textOf(LIMITS.source)),
    fingerprint: v.nullish(textOf(LIMITS.fingerprint)),
    labels: v.nullish(pairsOf(LIMITS.labelValue, LIMITS.labels)),
    annotations: v.nullish(pairsOf(LIMITS.annotationValue, LIMITS.annotations)),
    url: v.nullish(textOf(LIMITS.url)),
    startedAt: v.nullish(timeField),
    resolvedAt: v.nullish(timeField),
  },
  objectMessage,
);
type GenericAlert = v.InferOutput<typeof genericAlertSchema>;

/** The body of `POST /api/alerts`, for the API's description; reading takes each alert by itself. */
export const genericBodySchema = v.union([
  genericAlertSchema,
  v.pipe(v.array(genericAlertSchema), v.maxLength(LIMITS.alertsInBody)),
]);

/** The source of an alert whose sender gives none. */
export const GENERIC_SOURCE = "api";

/** Reads one alert or an array of them. */
export function readGeneric(body: unknown): Result<Intake> {
  if (typeof body !== "object" || body === null) {
    return fail("invalid-body", "must be an alert or an array of alerts");
  }
  const alerts: unknown[] = Array.isArray(body) ? body : [body];
  if (alerts.length > LIMITS.alertsInBody) {
    return fail("invalid-body", `must have at most ${LIMITS.alertsInBody} alerts`);
  }
  return ok({ items: alerts.map(readAlert) });
}

function readAlert(input: unknown): Item {
  const parsed = v.safeParse(genericAlertSchema, input, { abortEarly: true });
  return parsed.success
    ? { ok: true, report: reportOf(parsed.output) }
    : refuse("invalid-alert", parsed.issues[0]);
}

function reportOf(alert: GenericAlert): Report {
  const resolvedAt = timeFrom(alert.resolvedAt ?? "");
  const status = alert.status ?? (resolvedAt === null ? "firing" : "resolved");
  return {
    source: wellFormed(alert.source || GENERIC_SOURCE),
    fingerprint: textOrNull(alert.fingerprint),
    title: wellFormed(alert.title),
    description: wellFormed(alert.description ?? ""),
    severity: severityFrom(alert.severity),
    status,
    labels: wellFormedPairs(alert.labels ?? {}),
    annotations: wellFormedPairs(alert.annotations ?? {}),
    url: textOrNull(alert.url),
    startedAt: timeFrom(alert.startedAt ?? ""),
    resolvedAt: status === "resolved" ? resolvedAt : null,
  };
}

/** Empty text is no fingerprint and no address: a script's variable was not set. */
function textOrNull(text: string | null | undefined): string | null {
  return text ? wellFormed(text) : null;
}
