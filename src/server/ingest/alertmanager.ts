import * as v from "valibot";
import type { Result } from "../../domain/problem.ts";
import type { Intake, Named } from "./intake.ts";
import { groupFields, readWebhook, webhookAlertSchema } from "./webhook.ts";

/** The body of Alertmanager's webhook, for the API's description. */
export const alertmanagerSchema = v.object({
  ...groupFields,
  alerts: v.array(webhookAlertSchema),
});

/** The source of its alerts where the address names none. */
export const ALERTMANAGER: Named = { source: "alertmanager" };

/** Reads the body of Alertmanager's webhook, version 4. */
export function readAlertmanager(body: unknown, { source } = ALERTMANAGER): Result<Intake> {
  return readWebhook(body, source, () => ({}));
}
