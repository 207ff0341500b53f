import * as v from "valibot";
import type { Pairs } from "../../domain/alert.ts";
import type { Report } from "../../domain/command.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { claimedTimeFrom } from "./claimed-time.ts";
import { looseLabels, loosePairs, looseText, looseValue } from "./fields.ts";
import { fingerprintOf, formerFingerprintOf } from "./fingerprint.ts";
import { type Intake, type Item, objectMessage, refuse } from "./intake.ts";
import { LIMITS } from "./limits.ts";
import { firstOf } from "./pairs.ts";
import { fitted } from "./report.ts";
import { severityOf, severityWords } from "./severity.ts";
import { type GivenStatus, statusFrom } from "./status.ts";
import { nameOf, titleOf } from "./title.ts";
import { written } from "./written.ts";

/** The fields of an alert as Alertmanager carries it. Each may be missing, or hold anything. */
export const alertFields = {
  labels: looseLabels,
  annotations: loosePairs,
  startsAt: looseValue,
  endsAt: looseValue,
  generatorURL: looseText,
  fingerprint: looseText,
};

/** An alert of a webhook. The description asks for labels, since something must name the alert. */
export const webhookAlertSchema = v.pipe(
  v.object({ status: looseText, ...alertFields }, objectMessage),
  v.metadata({ required: ["labels"] }),
);
export type WebhookAlert = v.InferOutput<typeof webhookAlertSchema>;

/** What is read of the payload around the alerts. */
export const groupFields = { status: looseText, truncatedAlerts: looseText };

const groupSchema = v.object({ ...groupFields, alerts: v.unknown() }, objectMessage);

/** What the alerts of a body have in common. */
export interface Group {
  readonly status?: string | undefined;
  readonly truncatedAlerts?: string | undefined;
}

/** What a kind of webhook says of an alert beyond Alertmanager's fields, as annotations. */
export type Extras = (input: unknown) => Pairs;

/** Reads a payload in Alertmanager's shape, whatever `version` it names, or its alerts alone. */
export function readWebhook(body: unknown, source: string, extras: Extras): Result<Intake> {
  const isBare = Array.isArray(body) || (isObject(body) && !("alerts" in body) && "labels" in body);
  const parsed = v.safeParse(groupSchema, isBare ? { alerts: body } : body, { abortEarly: true });
  if (!parsed.success) return refuse("invalid-body", parsed.issues[0]);
  const { alerts, ...group } = parsed.output;
  const inputs = listOf(alerts);
  if (inputs === null) return fail("invalid-body", "alerts: must be an array");
  if (inputs.length > LIMITS.alertsInWebhook) {
    return fail("invalid-body", `alerts: must have at most ${LIMITS.alertsInWebhook} alerts`);
  }
  return ok({ items: inputs.map((input) => readAlert(input, group, source, extras)) });
}

/** One alert may stand alone; PHP and Lua write some lists as objects. */
function listOf(alerts: unknown): readonly unknown[] | null {
  if (Array.isArray(alerts)) return alerts as unknown[];
  if (!isObject(alerts)) return null;
  if ("labels" in alerts || "annotations" in alerts) return [alerts];
  const values = Object.values(alerts);
  return values.every(isObject) ? values : null;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readAlert(input: unknown, group: Group, source: string, extras: Extras): Item {
  const read = readFields(input);
  if (!("alert" in read)) return read;
  const { alert } = read;
  const given = statusFrom(alert.status) ?? statusFrom(group.status);
  return {
    ok: true,
    report: reportOf(alert, source, given, { ...extras(input), ...truncationOf(group) }),
  };
}

/** The fields of an alert, or why it is none. */
export function readFields(input: unknown) {
  if (Array.isArray(input)) return fail("invalid-alert", "must be an object");
  const parsed = v.safeParse(webhookAlertSchema, input, { abortEarly: true });
  if (!parsed.success) return refuse("invalid-alert", parsed.issues[0]);
  const { labels = {}, annotations = {}, fingerprint } = parsed.output;
  return hasAny(labels) || hasAny(annotations) || fingerprint !== undefined
    ? { alert: parsed.output }
    : fail("invalid-alert", "must have labels, annotations or a fingerprint: nothing names it");
}

/**
 * Alertmanager's format always carries labels, annotations and link of what fires, so what is empty
 * there is none. What is missing altogether, or empty once it is over, is not mentioned.
 */
export function reportOf(
  alert: WebhookAlert,
  source: string,
  given: GivenStatus | null,
  extras: Pairs,
): Report {
  const { labels = {}, annotations: own } = alert;
  const title = titleOf(labels, own ?? {});
  const fingerprint =
    alert.fingerprint ?? fingerprintOf(hasAny(labels) ? labels : { title: title ?? "" });
  const status = given?.status ?? "firing";
  const isFiring = status === "firing";
  const isTold = isFiring ? own !== undefined : hasAny(own ?? {});
  const annotations = { ...extras, ...own, ...odditiesOf(alert, given) };
  const hasAnnotations = isTold || (isFiring && hasAny(annotations));
  const none = isFiring && isTold;
  return fitted({
    source,
    fingerprint,
    formerFingerprint: alert.fingerprint === undefined ? formerFingerprintOf(labels) : undefined,
    title: title ?? (none ? nameOf(labels) : undefined),
    name: nameOf(labels) ?? alert.fingerprint,
    description: firstOf(own ?? {}, "description", "message") || (none ? "" : undefined),
    severity: severityOf(severityWords(labels, own ?? {}), status) ?? (none ? "info" : undefined),
    status,
    labels,
    annotations: hasAnnotations ? annotations : undefined,
    url: alert.generatorURL ?? (isFiring && "generatorURL" in alert ? null : undefined),
    startedAt: claimedTimeFrom(alert.startsAt) ?? null,
    resolvedAt: isFiring ? null : (claimedTimeFrom(alert.endsAt) ?? null),
  });
}

function hasAny(pairs: Pairs): boolean {
  return Object.keys(pairs).length > 0;
}

/** What was sent where it could not be understood, as it was sent. */
function odditiesOf({ startsAt, endsAt, status }: WebhookAlert, given: GivenStatus | null): Pairs {
  return {
    ...(claimedTimeFrom(startsAt) === undefined
      ? { tocsin_startsAt: written(startsAt) ?? "" }
      : {}),
    ...(claimedTimeFrom(endsAt) === undefined ? { tocsin_endsAt: written(endsAt) ?? "" } : {}),
    ...(given?.isKnown === false && status !== undefined ? { tocsin_status: status } : {}),
  };
}

/** The sender kept some alerts of the group back: those that came say so. */
function truncationOf({ truncatedAlerts }: Group): Pairs {
  const isTruncated = Number(truncatedAlerts ?? 0) > 0;
  return isTruncated && truncatedAlerts ? { tocsin_truncated_alerts: truncatedAlerts } : {};
}
