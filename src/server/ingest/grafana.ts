import * as v from "valibot";
import type { Pairs } from "../../shared/alert.ts";
import type { Result } from "../../shared/problem.ts";
import { loosePairsOf, textOf } from "./fields.ts";
import type { Intake } from "./intake.ts";
import { LIMITS } from "./limits.ts";
import { shorten, wellFormedPairs } from "./text.ts";
import { groupFields, readWebhook, webhookAlertSchema } from "./webhook.ts";

const link = v.fallback(v.nullish(textOf(LIMITS.url)), null);

/** What Grafana says of an alert beyond Alertmanager's fields. None of it can spoil an alert. */
const extrasSchema = v.object({
  dashboardURL: link,
  panelURL: link,
  silenceURL: link,
  imageURL: link,
  values: v.fallback(v.nullish(loosePairsOf(LIMITS.annotationValue, LIMITS.annotations)), null),
});

/** The body of Grafana's webhook, for the API's description. */
export const grafanaSchema = v.object({
  ...groupFields,
  alerts: v.array(v.object({ ...webhookAlertSchema.entries, ...extrasSchema.entries })),
});

/** Reads the body of Grafana's webhook. */
export function readGrafana(body: unknown, source = "grafana"): Result<Intake> {
  return readWebhook(body, source, extrasOf);
}

/** Links and measured values as annotations, the links under Grafana's names. */
function extrasOf(alert: unknown): Pairs {
  const { values, ...links } = v.parse(extrasSchema, alert);
  const given = Object.entries(links).filter((entry): entry is [string, string] => !!entry[1]);
  return wellFormedPairs(Object.fromEntries([...given, ...valuesOf(values ?? {})]));
}

function valuesOf(values: Pairs): [string, string][] {
  const written = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  return written.length === 0 ? [] : [["values", shorten(written.join(", "), LIMITS.labelValue)]];
}
