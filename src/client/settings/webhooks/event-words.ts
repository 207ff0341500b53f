import { WEBHOOK_EVENTS, type WebhookEvent } from "../../../protocol/webhook-event.ts";

/** What a kind of event is called, and when it comes. */
export const EVENT_WORDS: Readonly<
  Record<WebhookEvent, { readonly name: string; readonly note: string }>
> = {
  "alert.opened": { name: "Opened", note: "a new alert" },
  "alert.reopened": { name: "Reopened", note: "it fires again after it was resolved" },
  "alert.resolved": { name: "Resolved", note: "by its source or by somebody" },
  "alert.acknowledged": { name: "Acknowledged", note: "somebody has it" },
  "alert.unacknowledged": { name: "No longer acknowledged", note: "nobody has it any more" },
  "alert.snoozed": { name: "Snoozed", note: "somebody put it off until a time" },
  "alert.woken": { name: "No longer snoozed", note: "its time came, or it got worse" },
  "alert.repeated": { name: "Repeated", note: "its source sent it again" },
  "alert.changed": { name: "Changed", note: "title, severity or description" },
  "alert.noted": { name: "Noted", note: "somebody wrote a note" },
  "alert.deleted": { name: "Deleted", note: "put into the trash" },
  "alert.restored": { name: "Restored", note: "taken out of the trash" },
};

/** In the order in which they are offered. */
export const OFFERED_EVENTS = Object.keys(EVENT_WORDS) as readonly WebhookEvent[];

/** What an attempt was about: "Opened", "Test". Servers that are newer may send others. */
export function eventWords(type: string): string {
  const known = WEBHOOK_EVENTS.find((event) => event === type);
  if (known !== undefined) return EVENT_WORDS[known].name;
  return type === "tocsin.test" ? "Test" : type;
}

/** "all events", "opened, resolved", "all but repeated" */
export function eventsWords(events: readonly WebhookEvent[]): string {
  const missing = OFFERED_EVENTS.filter((event) => !events.includes(event));
  if (missing.length === 0) return "all events";
  if (missing.length <= 2) return `all but ${listOf(missing)}`;
  return listOf(OFFERED_EVENTS.filter((event) => events.includes(event)));
}

function listOf(events: readonly WebhookEvent[]): string {
  return events.map((event) => EVENT_WORDS[event].name.toLowerCase()).join(", ");
}
