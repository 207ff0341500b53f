import * as v from "valibot";
import type { Pairs } from "../../domain/alert.ts";
import type { Result } from "../../domain/problem.ts";
import { loosePairs, looseText } from "./fields.ts";
import { isGrafanaLegacy, legacyFields, readGrafanaLegacy } from "./grafana-legacy.ts";
import { type Intake, type Named, objectMessage } from "./intake.ts";
import { LIMITS } from "./limits.ts";
import { shorten } from "./text.ts";
import { alertFields, groupFields, readWebhook } from "./webhook.ts";

/** What Grafana says of an alert beyond Alertmanager's fields. */
const extraFields = {
  dashboardURL: looseText,
  panelURL: looseText,
  silenceURL: looseText,
  imageURL: looseText,
  valueString: looseText,
  values: loosePairs,
};
const extrasSchema = v.object(extraFields);

const grafanaAlertSchema = v.pipe(
  v.object({ status: looseText, ...alertFields, ...extraFields }, objectMessage),
  v.metadata({ required: ["labels"] }),
);

/** The body of Grafana's webhook, for the API's description. */
export const grafanaSchema = v.pipe(
  v.object({ ...legacyFields, ...groupFields, alerts: v.optional(v.array(grafanaAlertSchema)) }),
  v.metadata({ anyOf: [{ required: ["alerts"] }, { required: ["ruleName"] }] }),
);

/** The source of its alerts where the address names none. */
export const GRAFANA: Named = { source: "grafana" };

/** Reads the body of Grafana's webhook, that of its old alerting, too. */
export function readGrafana(body: unknown, { source } = GRAFANA): Result<Intake> {
  if (isGrafanaLegacy(body)) return readGrafanaLegacy(body, source);
  return readWebhook(body, source, extrasOf);
}

/** Links and measured values as annotations, under Grafana's names. */
function extrasOf(alert: unknown): Pairs {
  const { values, ...texts } = v.parse(extrasSchema, alert);
  const measured = Object.entries(values ?? {}).map(([name, value]) => `${name}=${value}`);
  const given = Object.entries({ ...texts, values: measured.join(", ") || undefined });
  return Object.fromEntries(
    given.flatMap(([name, text]) =>
      text === undefined ? [] : [[name, shorten(text, LIMITS.annotationValue)]],
    ),
  );
}
