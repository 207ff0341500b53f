import * as v from "valibot";
import { labelOf, type Pairs } from "../../shared/alert.ts";
import type { Report } from "../../shared/command.ts";
import { fail, ok, type Result } from "../../shared/problem.ts";
import { severityFrom } from "../../shared/severity.ts";
import { wellFormed } from "../../shared/well-formed.ts";
import { loosePairsOf, scalarOf, textOf, timeField } from "./fields.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { type Intake, type Item, objectMessage, refuse } from "./intake.ts";
import { LIMITS } from "./limits.ts";
import { shorten, shortenPairs, wellFormedPairs } from "./text.ts";
import { timeFrom } from "./time.ts";

const status = v.nullish(v.picklist(["firing", "resolved"], "must be firing or resolved"));

/**
 * An alert as Alertmanager's webhook carries it. Every field may be missing. A link or an end that
 * makes no sense is as good as none: neither is worth losing an alert for.
 */
export const webhookAlertSchema = v.object(
  {
    status,
    labels: v.nullish(loosePairsOf(LIMITS.labelValue, LIMITS.labels)),
    annotations: v.nullish(loosePairsOf(LIMITS.annotationValue, LIMITS.annotations, shortenPairs)),
    startsAt: v.nullish(timeField),
    endsAt: v.fallback(v.nullish(timeField), null),
    generatorURL: v.fallback(v.nullish(textOf(LIMITS.url)), null),
    fingerprint: v.nullish(v.pipe(scalarOf(textOf(LIMITS.fingerprint)), v.transform(String))),
  },
  objectMessage,
);
type WebhookAlert = v.InferOutput<typeof webhookAlertSchema>;

/** What is read of the payload around the alerts. */
export const groupFields = {
  status: v.fallback(status, null),
  truncatedAlerts: v.fallback(v.nullish(v.number()), null),
};

const groupSchema = v.object(
  {
    ...groupFields,
    alerts: v.pipe(
      v.array(v.unknown(), "must be an array"),
      v.maxLength(LIMITS.alertsInWebhook, `must have at most ${LIMITS.alertsInWebhook} alerts`),
    ),
  },
  objectMessage,
);
type Group = v.InferOutput<typeof groupSchema>;

/** What a kind of webhook says of an alert beyond Alertmanager's fields, as annotations. */
export type Extras = (input: unknown) => Pairs;

/** Reads a payload in Alertmanager's shape, whatever `version` it names. */
export function readWebhook(body: unknown, source: string, extras: Extras): Result<Intake> {
  const group = v.safeParse(groupSchema, body, { abortEarly: true });
  if (!group.success) return refuse("invalid-body", group.issues[0]);
  const { alerts } = group.output;
  return ok({ items: alerts.map((alert) => readAlert(alert, group.output, source, extras)) });
}

function readAlert(input: unknown, group: Group, source: string, extras: Extras): Item {
  if (Array.isArray(input)) return fail("invalid-alert", "must be an object");
  const parsed = v.safeParse(webhookAlertSchema, input, { abortEarly: true });
  if (!parsed.success) return refuse("invalid-alert", parsed.issues[0]);
  const report = reportOf(parsed.output, group, source);
  const annotations = { ...extras(input), ...report.annotations, ...truncationOf(group) };
  return { ok: true, report: { ...report, annotations } };
}

function reportOf(alert: WebhookAlert, group: Group, source: string): Report {
  const labels = wellFormedPairs(alert.labels ?? {});
  const annotations = wellFormedPairs(alert.annotations ?? {});
  const reported = alert.status ?? group.status ?? "firing";
  return {
    source: wellFormed(source),
    fingerprint: wellFormed(alert.fingerprint || fingerprintOf(labels)),
    title: shorten(titleOf(labels, annotations), LIMITS.title),
    description: firstOf(annotations, "description", "message"),
    severity: severityFrom(firstOf(labels, "severity", "priority")),
    status: reported,
    labels,
    annotations,
    url: wellFormed(alert.generatorURL ?? "") || null,
    startedAt: timeFrom(alert.startsAt ?? ""),
    resolvedAt: reported === "resolved" ? timeFrom(alert.endsAt ?? "") : null,
  };
}

function titleOf(labels: Pairs, annotations: Pairs): string {
  return (
    firstOf(annotations, "summary", "title") || firstOf(labels, "alertname") || "Untitled alert"
  );
}

/** The value of the first of these names that has one, else the empty text. */
function firstOf(labels: Pairs, ...names: readonly string[]): string {
  return names.map((name) => labelOf({ labels }, name)).find((value) => value.trim() !== "") ?? "";
}

/** The sender kept some alerts of the group back: those that came say so. */
function truncationOf({ truncatedAlerts }: Group): Pairs {
  return (truncatedAlerts ?? 0) > 0 ? { tocsin_truncated_alerts: String(truncatedAlerts) } : {};
}
