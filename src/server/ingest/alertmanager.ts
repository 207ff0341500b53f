import * as v from "valibot";
import type { Result } from "../../shared/problem.ts";
import type { Intake } from "./intake.ts";
import { groupFields, readWebhook, webhookAlertSchema } from "./webhook.ts";

/** The body of Alertmanager's webhook, for the API's description. */
export const alertmanagerSchema = v.object({
  ...groupFields,
  alerts: v.array(webhookAlertSchema),
});

/** Reads the body of Alertmanager's webhook, version 4. */
export function readAlertmanager(body: unknown, source = "alertmanager"): Result<Intake> {
  return readWebhook(body, source, () => ({}));
}
