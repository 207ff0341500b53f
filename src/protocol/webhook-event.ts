import type { EventType } from "../domain/event.ts";

/** What a webhook can be told of. `tocsin.test` is sent when somebody asks for it, and to nobody else. */
export const WEBHOOK_EVENTS = [
  "alert.opened",
  "alert.repeated",
  "alert.changed",
  "alert.acknowledged",
  "alert.unacknowledged",
  "alert.resolved",
  "alert.reopened",
  "alert.snoozed",
  "alert.woken",
  "alert.noted",
  "alert.deleted",
  "alert.restored",
] as const;

export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** The name under which webhooks are told of an event of the log; null for what none is told of. */
export function webhookEventOf(type: EventType): WebhookEvent | null {
  switch (type) {
    case "AlertOpened":
      return "alert.opened";
    case "AlertReopened":
      return "alert.reopened";
    case "AlertRepeated":
      return "alert.repeated";
    case "AlertRetitled":
    case "AlertSeverityChanged":
    case "AlertDescribed":
      return "alert.changed";
    case "AlertAcknowledged":
      return "alert.acknowledged";
    case "AlertUnacknowledged":
      return "alert.unacknowledged";
    case "AlertResolved":
      return "alert.resolved";
    case "AlertSnoozed":
      return "alert.snoozed";
    case "AlertWoken":
      return "alert.woken";
    case "AlertNoted":
      return "alert.noted";
    case "AlertDeleted":
      return "alert.deleted";
    case "AlertRestored":
      return "alert.restored";
    // Of what was removed for good, nothing is left to tell.
    case "AlertForgotten":
      return null;
    default:
      return type satisfies never;
  }
}
